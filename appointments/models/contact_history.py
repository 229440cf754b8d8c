"""History of contact with a patient: what the last call showed, and whether any way is left."""

from django.db.models import prefetch_related_objects

from .event_kinds import AttemptChannel, AttemptOutcome, EventKind
from .event_payloads import Attempt, Corrected
from .mail_consent import agrees_to_mail
from .notices import NoticeState
from .requests import AppointmentRequest
from .timeline import RequestEvent, standing_events

_TRIED = (NoticeState.SENT, NoticeState.FAILED)


def has_no_way_left(appointment_request: AppointmentRequest) -> bool:
    """Return whether the patient can neither be called nor written to.

    There is no number, or a call showed that it is another person's. There is no address, no consent to mail,
    or the last message failed.
    """
    data = appointment_request.answers
    if data is None:
        return False
    if data.phone_to_call and last_call_result(appointment_request) != AttemptOutcome.WRONG_NUMBER:
        return False
    may_write = data.email_to_use and agrees_to_mail(data, appointment_request.consent_version)
    return not may_write or _last_message_failed(appointment_request)


def _last_message_failed(appointment_request: AppointmentRequest) -> bool:
    prefetch_related_objects([appointment_request], "events__notices")
    last = ""
    for event in standing_events(appointment_request):
        if isinstance(event.payload, Corrected) and "email" in event.payload.fields:
            last = ""
        tried = [one.state for one in event.notices.all() if one.is_to_patient and one.state in _TRIED]
        last = tried[-1] if tried else last
    return last == NoticeState.FAILED


def last_call_result(appointment_request: AppointmentRequest) -> str:
    """Return the outcome of the last call to the number in use; empty when it has not been called."""
    tells = [event for event in standing_events(appointment_request) if _tells_of_the_number(event)]
    return tells[-1].payload.outcome if tells and isinstance(tells[-1].payload, Attempt) else ""


def _tells_of_the_number(event: RequestEvent) -> bool:
    payload = event.payload
    if isinstance(payload, Corrected):
        return "phone" in payload.fields
    is_call = isinstance(payload, Attempt) and payload.channel == AttemptChannel.PHONE
    return is_call or event.kind == EventKind.OTHER_PHONE
