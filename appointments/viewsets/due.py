"""When the desk's next step on a request is due, in words and a level that the stylesheet colors."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from appointments.clinic_time import day_and_time, day_or_time
from appointments.clocks import SOON, Clock, Plan, runs_of
from appointments.lateness import facts_as_listed
from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.statuses import AWAITING_DESK, Status

# Of the answer that was promised; the desk's own clocks are due soon when half of their time has passed.
PROMISE_SOON = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """``level`` is overdue, soon, later, visit or none; ``detail`` a second, quieter line."""

    level: str
    words: str
    detail: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class _Target:
    """By when ``what`` should happen, and from when on that is soon."""

    at: datetime
    soon_at: datetime
    what: str = ""


def due_of(request: AppointmentRequest, visit_starts: datetime | None, now: datetime, plan: Plan) -> Due:
    """What to say about the next step of ``request``; a visit that stands starts at ``visit_starts``."""
    if request.status in AWAITING_DESK:
        return _awaiting(request, now, plan)
    if request.status == Status.QUARANTINED:
        # The promise holds for these too: there may be a patient among them.
        return replace(_awaiting(request, now, plan), detail=_("Is this a patient?"))
    if request.visit_is_over:
        return Due("none", _("Visit over"), day_and_time(visit_starts or request.closed_at))
    if request.status == Status.SCHEDULED and visit_starts:
        return Due("visit", _("Visit"), day_and_time(visit_starts))
    if request.closed_at:
        return Due("none", _("Closed"), day_and_time(request.closed_at))
    return Due("none", "")


def _awaiting(request: AppointmentRequest, now: datetime, plan: Plan) -> Due:
    urgent = request.priority == Priority.URGENT
    target = min(_targets(request, plan), key=lambda target: target.at)
    detail = day_or_time(target.at)
    if target.what:
        detail = _("%(what)s: %(when)s") % {"what": target.what, "when": detail}
    if target.at < now:
        late = {"time": timesince(target.at, now, depth=1)}
        return Due("overdue", _("Overdue by %(time)s") % late, detail, urgent)
    left = {"time": timeuntil(target.at, now, depth=1)}
    if target.soon_at <= now:
        return Due("soon", _("Due soon: %(time)s") % left, detail, urgent)
    return Due("later", _("Due in %(time)s") % left, detail, urgent)


def _targets(request: AppointmentRequest, plan: Plan) -> list[_Target]:
    runs = runs_of(facts_as_listed(request))
    found = [_Target(plan.due_at(run), plan.reached_at(run, SOON), _name(run.clock)) for run in runs]
    # Once the patient was tried, the promise of a first answer is kept: the next try is what is due.
    if not (request.status == Status.CONTACTING and request.next_attempt_at):
        found.append(_Target(request.due_at, request.due_at - PROMISE_SOON))
    return found


def _name(clock: Clock) -> str:
    # "Urgent" stands before it already.
    return "" if clock == Clock.URGENT else str(clock.label)
