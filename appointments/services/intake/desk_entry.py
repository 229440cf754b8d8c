"""Entry of a request by the front desk, for a patient on the phone or at the counter."""

from datetime import datetime

from appointments.models import AppointmentRequest, AppointmentRequestQuerySet
from appointments.patient_data import PatientData
from clinic.models import ClinicSettings, User
from clinic.typed.phones import to_e164

from .submission import Submission, submit_request


def enter_request(
    *,
    data: PatientData,
    actor: User,
    channel: str,
    submission_key: str,
    consent_version: str,
    language: str,
    now: datetime,
) -> Submission:
    """Store a request that ``actor`` typed, and assign it to ``actor``.

    It is not screened for spam, and the desk gets no mail about it. The time by which the clinic answers
    runs from now, as for requests from the website.
    """
    return submit_request(
        data=data,
        submission_key=submission_key,
        due_at=ClinicSettings.of_the_default_site().reply_due(now),
        consent_version=consent_version,
        now=now,
        language=language,
        channel=channel,
        entered_by=actor,
    )


def requests_from_phone(typed: str) -> AppointmentRequestQuerySet:
    """Return the requests with exactly this number, in any notation; none if it cannot be dialed."""
    number = to_e164(typed)
    return AppointmentRequest.objects.found_by(number) if number else AppointmentRequest.objects.none()
