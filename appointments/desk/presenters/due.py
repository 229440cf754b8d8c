"""Time by which a request needs the desk, in words and a level that the stylesheet colors."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.statuses import AWAITING_DESK, Status
from appointments.targets.queries import timing_as_listed
from appointments.targets.response_targets import (
    DUE_SOON,
    ResponseTargets,
    RunningTarget,
    Target,
    running_targets,
)
from clinic.identity.clinic_time import day_and_time, in_short

# Time before a promised answer at which it is due soon; for targets it is half of their time.
PROMISE_SOON = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """Due time in words: ``level`` is overdue, soon, later, visit or none; ``detail`` a second line."""

    level: str
    words: str
    detail: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class _Deadline:
    """Time by which something should happen: of a running target, or of the promised answer."""

    at: datetime
    run: RunningTarget | None = None

    def soon_at(self, plan: ResponseTargets) -> datetime:
        """Return when the deadline becomes due soon."""
        return plan.reached_at(self.run, DUE_SOON) if self.run else self.at - PROMISE_SOON


def due_of(
    appointment_request: AppointmentRequest,
    visit_starts: datetime | None,
    now: datetime,
    plan: ResponseTargets,
) -> Due:
    """Describe when the request needs the desk next; its visit, if any, starts at ``visit_starts``."""
    if appointment_request.status in AWAITING_DESK:
        return _awaiting(appointment_request, now, plan)
    if appointment_request.status == Status.QUARANTINED:
        # The promised time counts for possible spam too: it may be a patient.
        return replace(_awaiting(appointment_request, now, plan), detail=_("Is this a patient?"))
    if closed_at := appointment_request.closed_at:
        if appointment_request.visit_is_over:
            return Due("none", _("Visit over"), day_and_time(visit_starts or closed_at))
        return Due("none", _("Closed"), day_and_time(closed_at))
    if appointment_request.status == Status.SCHEDULED and visit_starts:
        return Due("visit", _("Visit"), day_and_time(visit_starts))
    return Due("none", "")


def _awaiting(appointment_request: AppointmentRequest, now: datetime, plan: ResponseTargets) -> Due:
    urgent = appointment_request.priority == Priority.URGENT
    target = min(_deadlines(appointment_request, plan), key=lambda target: target.at)
    detail = in_short(target.at)
    # The label "Urgent" is already in front of it.
    if target.run and target.run.target != Target.URGENT:
        detail = _("%(what)s: %(when)s") % {"what": target.run.target.label, "when": detail}
    if target.at < now:
        late = {"time": timesince(target.at, now, depth=1)}
        return Due("overdue", _("Overdue by %(time)s") % late, detail, urgent)
    left = {"time": timeuntil(target.at, now, depth=1)}
    if target.soon_at(plan) <= now:
        return Due("soon", _("Due soon: %(time)s") % left, detail, urgent)
    return Due("later", _("Due in %(time)s") % left, detail, urgent)


def _deadlines(appointment_request: AppointmentRequest, plan: ResponseTargets) -> list[_Deadline]:
    runs = running_targets(timing_as_listed(appointment_request))
    deadlines = [_Deadline(plan.due_at(run), run) for run in runs]
    # An attempt keeps the promise of a first answer; then the next attempt is due.
    if not (appointment_request.status == Status.CONTACTING and appointment_request.next_attempt_at):
        deadlines.append(_Deadline(appointment_request.due_at))
    return deadlines
