"""Next action on a request, and whose turn it is, by the status, the attempts and the time."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from appointments.action_rules import ATTEMPTS_BEFORE_GIVING_UP
from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.statuses import Status
from clinic.identity.clinic_time import in_short


@dataclass(frozen=True)
class NextAction:
    """Next action: ``whose`` turn it is (clinic, patient or none), and ``words`` for what to do."""

    whose: str
    words: str

    @property
    def turn(self) -> str:
        """Return a word for whose turn it is; empty when nobody has to do anything."""
        return {"clinic": _("Clinic"), "patient": _("Patient")}.get(self.whose, "")


def next_action(
    appointment_request: AppointmentRequest, attempts: int, now: datetime, *, needs_new_time: bool
) -> NextAction:
    """Return the next action on ``appointment_request`` after ``attempts`` contact attempts."""
    if appointment_request.status == Status.QUARANTINED:
        return NextAction("clinic", _("Is this a patient?"))
    if appointment_request.status == Status.NEW:
        return NextAction("clinic", _new(appointment_request))
    if appointment_request.status == Status.CONTACTING:
        return _contacting(appointment_request, attempts, now)
    if needs_new_time:
        return NextAction("clinic", _("Needs a new time"))
    agreed = appointment_request.status == Status.SCHEDULED and appointment_request.is_open
    return NextAction("none", _("Visit agreed") if agreed else "")


def _new(appointment_request: AppointmentRequest) -> str:
    if appointment_request.priority == Priority.URGENT:
        return _("Call at once")
    return _("First look") if appointment_request.assigned_to_id is None else _("First contact")


def _contacting(appointment_request: AppointmentRequest, attempts: int, now: datetime) -> NextAction:
    again = appointment_request.next_attempt_at
    if again and again > now:
        return NextAction("patient", _("Try again %(when)s") % {"when": in_short(again)})
    if attempts >= ATTEMPTS_BEFORE_GIVING_UP:
        return NextAction("clinic", _("Try once more or close"))
    return NextAction("clinic", _("Try again now") if again else _("Decide what next"))
