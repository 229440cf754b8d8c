"""Next action on a request, whose turn it is, and the tries so far."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.action_rules import ATTEMPTS_BEFORE_GIVING_UP
from appointments.models import AppointmentRequest
from appointments.models.event_kinds import AttemptOutcome
from appointments.models.requests import Priority
from appointments.statuses import Status
from clinic.identity.clinic_time import in_short

from .status import status_of

# Outcomes after which the patient knows that the clinic waits for an answer.
_ASKED: Collection[str] = (AttemptOutcome.SPOKE, AttemptOutcome.VOICEMAIL, AttemptOutcome.SENT)


@dataclass(frozen=True)
class NextAction:
    """Next action: ``whose`` turn it is (clinic, patient, later or none), and ``words`` for what to do."""

    whose: str
    words: str

    @property
    def turn(self) -> str:
        """Return whose turn it is, in words; empty while the clinic has to do nothing before a set time."""
        return {"clinic": _("Your turn"), "patient": _("Waiting for the patient")}.get(self.whose, "")


def tries_in_words(attempts: int) -> str:
    """Return how many tries were made, of those after which a request may be closed: "2 of 3 tries"."""
    if attempts > ATTEMPTS_BEFORE_GIVING_UP:
        return ngettext("%(count)d try", "%(count)d tries", attempts) % {"count": attempts}
    counts = {"done": attempts, "enough": ATTEMPTS_BEFORE_GIVING_UP}
    return _("%(done)d of %(enough)d tries") % counts


def tries_made(attempts: int) -> str:
    """Return the same as a sentence: "2 of 3 tries made"."""
    if attempts > ATTEMPTS_BEFORE_GIVING_UP:
        return ngettext("%(count)d try made", "%(count)d tries made", attempts) % {"count": attempts}
    counts = {"done": attempts, "enough": ATTEMPTS_BEFORE_GIVING_UP}
    return _("%(done)d of %(enough)d tries made") % counts


def next_action(
    appointment_request: AppointmentRequest,
    attempts: int,
    last_outcome: str,
    now: datetime,
    *,
    needs_new_time: bool,
) -> NextAction:
    """Return the next action on ``appointment_request`` after ``attempts``, the last with that outcome."""
    if appointment_request.status == Status.QUARANTINED:
        return NextAction("clinic", _("Is this a patient?"))
    if appointment_request.status == Status.NEW:
        return NextAction("clinic", _new(appointment_request))
    if appointment_request.status == Status.CONTACTING:
        return _contacting(appointment_request, attempts, last_outcome, now)
    if needs_new_time:
        return NextAction("clinic", _("Needs a new time"))
    agreed = status_of(appointment_request).code == Status.SCHEDULED
    return NextAction("none", _("Visit agreed") if agreed else "")


def _new(appointment_request: AppointmentRequest) -> str:
    if appointment_request.priority == Priority.URGENT:
        return _("Call at once")
    return _("First look") if appointment_request.assigned_to_id is None else _("First contact")


def _contacting(
    appointment_request: AppointmentRequest, attempts: int, last_outcome: str, now: datetime
) -> NextAction:
    again = appointment_request.next_attempt_at
    if again and again > now:
        whose = "patient" if last_outcome in _ASKED else "later"
        return NextAction(whose, _("Try again %(when)s") % {"when": in_short(again)})
    if attempts >= ATTEMPTS_BEFORE_GIVING_UP:
        return NextAction("clinic", _("Try once more or close"))
    return NextAction("clinic", _("Try again now") if again else _("Decide what next"))
