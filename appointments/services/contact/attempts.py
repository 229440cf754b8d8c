"""Trying to reach a patient: the call log, and when the desk may stop."""

import uuid
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.models import AppointmentRequest
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Attempt
from appointments.services.changes import PatientMessage, TransitionRefused, change
from appointments.statuses import AWAITING_DESK, Status
from clinic.models import User

ATTEMPTS_BEFORE_GIVING_UP = 3


class AttemptChannel(models.TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    IN_PERSON = "in_person", _("In person")


class AttemptOutcome(models.TextChoices):
    SPOKE = "spoke", _("Spoke with the patient")
    VOICEMAIL = "voicemail", _("Left a voicemail")
    NO_ANSWER = "no_answer", _("No answer")
    ENGAGED = "engaged", _("Line was busy")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    THIRD_PARTY = "third_party", _("Somebody else answered")
    SENT = "sent", _("Wrote to the patient")


def log_attempt(
    *,
    appointment_request_id: uuid.UUID,
    version: int,
    actor: User,
    channel: str,
    outcome: str,
    next_attempt_at: datetime | None = None,
    note: str = "",
    message: PatientMessage | None = None,
) -> None:
    """Keep that ``actor`` tried to reach the patient, and when to try again; ``message`` tells the patient.

    A new request becomes "contacting" and, if nobody had taken it, ``actor``'s. Raises ``RequestMoved``,
    ``TransitionRefused``.
    """
    arguments = {"version": version, "actor": actor, "note": note, "message": message}
    with change(appointment_request_id, kind=EventKind.ATTEMPT, **arguments) as step:
        if step.appointment_request.status not in AWAITING_DESK:
            raise TransitionRefused(step.appointment_request.reference)
        if step.appointment_request.status == Status.NEW:
            step.go_to(Status.CONTACTING)
        step.appointment_request.assigned_to = step.appointment_request.assigned_to or actor
        step.appointment_request.next_attempt_at = next_attempt_at
        step.payload = Attempt(channel=channel, outcome=outcome)


def may_be_called_unreachable(appointment_request: AppointmentRequest) -> bool:
    """At least three attempts, on two days or by two channels."""
    attempts = [event for event in appointment_request.events.all() if event.kind == EventKind.ATTEMPT]
    # The clinic's days: in the admin the current time zone is the one that the person has set.
    days = {timezone.localdate(event.at, timezone.get_default_timezone()) for event in attempts}
    channels = {event.payload.channel for event in attempts if isinstance(event.payload, Attempt)}
    return len(attempts) >= ATTEMPTS_BEFORE_GIVING_UP and (len(days) > 1 or len(channels) > 1)
