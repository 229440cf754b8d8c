"""A request that somebody at the front desk types for a patient who calls or stands at the counter."""

from datetime import datetime

from appointments.models import AppointmentRequest, AppointmentRequestQuerySet
from appointments.patient_data import PatientData
from appointments.phones import to_e164
from clinic.models import ClinicSettings, User

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
    """Store what ``actor`` typed, as ``submit_request`` does for the website, and give it to ``actor``.

    Nobody is asked to look whether it is spam, and the desk gets no mail about what it typed itself. The time
    by which the clinic answers runs from now all the same.
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
    """The requests with exactly this number, however it was written; none while it cannot be dialed."""
    number = to_e164(typed)
    return AppointmentRequest.objects.found_by(number) if number else AppointmentRequest.objects.none()
