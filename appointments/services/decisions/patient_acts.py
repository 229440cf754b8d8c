"""Actions of the patient on the page "Your request": withdraw, give another number, or end the link.

As the desk's decisions, the first two take the ``version`` that was shown and raise ``RequestMoved`` when the
request has changed since, and ``TransitionRefused`` when its status does not allow them. The same transaction
writes the notices to the desk.
"""

import uuid
from dataclasses import replace

from django.db.models.functions import Now

from appointments import action_rules
from appointments.models.channels import NoticeChannel
from appointments.models.event_payloads import BY_PATIENT, LinkEnded, OtherPhone, Withdrawn
from appointments.patient_data import OtherPhone as OtherPhoneData
from appointments.patient_link import end_link
from appointments.services.changes import TransitionRefused, locked_change
from appointments.services.intake.recipient_limits import WITHDRAWN, channels_within_limit
from appointments.statuses import Status
from clinic.database.clock import current_time

# Limit of numbers, so that a stranger with the link cannot fill the record; a patient needs fewer.
MOST_OTHER_PHONES = 5


class NothingToDo(Exception):
    """Error: the action changes nothing, as after pressing a button twice."""


class TooManyNumbers(Exception):
    """Error: the patient has given as many other numbers as a request keeps."""


def withdraw_by_patient(*, appointment_request_id: uuid.UUID, version: int) -> None:
    """Withdraw the request and cancel its visit; refused once the visit has begun."""
    rule = action_rules.WITHDRAW
    try:
        with locked_change(
            rule, appointment_request_id=appointment_request_id, version=version, actor=None
        ) as change:
            begun = change.appointment_request.visits.active().filter(during__startswith__lte=Now())
            if begun.exists():
                raise TransitionRefused(change.appointment_request)
            channels, not_mailed = channels_within_limit(
                change.appointment_request, WITHDRAWN, current_time()
            )
            change.notify = [*NoticeChannel.to_desk(), *channels]
            change.advance()
            change.payload = Withdrawn(by=BY_PATIENT, not_mailed=not_mailed)
    except TransitionRefused as refused:
        if refused.appointment_request.status == Status.WITHDRAWN:
            raise NothingToDo from None
        raise


def call_at_other_phone(
    *, appointment_request_id: uuid.UUID, version: int, phone: str, voicemail_ok: bool
) -> None:
    """Store ``phone`` as the number to call, beside the first. Raises ``DecryptionError``."""
    with locked_change(
        action_rules.OTHER_PHONE,
        appointment_request_id=appointment_request_id,
        version=version,
        actor=None,
        note=phone,
    ) as change:
        data = change.appointment_request.patient
        other = OtherPhoneData(phone=phone, voicemail_ok=voicemail_ok)
        # The first number is not compared: the result would reveal it to a stranger with the link.
        if data.other_phones[-1:] == [other]:
            raise NothingToDo
        if len(data.other_phones) >= MOST_OTHER_PHONES:
            raise TooManyNumbers
        data = replace(data, other_phones=[*data.other_phones, other])
        change.appointment_request.keep_answers(data)
        change.payload = OtherPhone()
        change.notify = NoticeChannel.to_desk()


def link_reached_stranger(*, appointment_request_id: uuid.UUID, generation: int) -> None:
    """End the link of this ``generation``, whatever else happened meanwhile, and tell the desk.

    No mail takes the new link to the patient: the address may be the stranger's. Raises ``NothingToDo`` when
    the link has been ended already.
    """
    with locked_change(
        action_rules.LINK_REACHED_STRANGER,
        appointment_request_id=appointment_request_id,
        version=None,
        actor=None,
    ) as change:
        if change.appointment_request.link_generation != generation:
            raise NothingToDo
        end_link(change.appointment_request)
        change.payload = LinkEnded(by=BY_PATIENT)
        change.notify = NoticeChannel.to_desk()
