"""When the desk's next step on a request is due, in words and a level that the stylesheet colors."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from appointments.clinic_time import day_and_time, day_or_time
from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.statuses import AWAITING_DESK, Status

SOON = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """``level`` is overdue, soon, later, visit or none; ``detail`` a second, quieter line."""

    level: str
    words: str
    detail: str = ""
    urgent: bool = False


def due_of(request: AppointmentRequest, visit_starts: datetime | None, now: datetime) -> Due:
    """What to say about the next step of ``request``; a visit that stands starts at ``visit_starts``."""
    if request.status in AWAITING_DESK:
        return _awaiting(request, now)
    if request.status == Status.QUARANTINED:
        # The clock runs for these too: a patient among them was promised an answer.
        return replace(_awaiting(request, now), detail=_("Is this a patient?"))
    if request.status == Status.SCHEDULED and visit_starts:
        return Due("visit", _("Visit"), day_and_time(visit_starts))
    if request.closed_at:
        return Due("none", _("Closed"), day_and_time(request.closed_at))
    return Due("none", "")


def _awaiting(request: AppointmentRequest, now: datetime) -> Due:
    urgent = request.priority == Priority.URGENT
    # Once the patient was tried, the promise of a first answer is kept: the next try is what is due.
    tried = request.status == Status.CONTACTING and request.next_attempt_at
    due_at = request.next_attempt_at if tried else request.due_at
    detail = day_or_time(due_at)
    if tried:
        detail = _("Try again: %(when)s") % {"when": detail}
    if due_at < now:
        late = {"time": timesince(due_at, now, depth=1)}
        return Due("overdue", _("Overdue by %(time)s") % late, detail, urgent)
    level = "soon" if due_at - now <= SOON else "later"
    left = {"time": timeuntil(due_at, now, depth=1)}
    return Due(level, _("Due in %(time)s") % left, detail, urgent)
