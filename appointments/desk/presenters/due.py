"""Time by which a request needs the desk, in words and a level that the stylesheet colors."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.statuses import AWAITING_DESK, VISIT_OVER, Status
from appointments.targets.response_targets import DUE_SOON, ResponseTargets, Target
from clinic.identity.clinic_time import day_and_time, in_short, in_words

from .status import status_of, visit_of


@dataclass(frozen=True)
class Due:
    """Due time in words: ``level`` is overdue, soon, later, visit or none; ``detail`` a second line."""

    level: str
    words: str
    detail: str = ""
    urgent: bool = False


def due_of(
    appointment_request: AppointmentRequest,
    now: datetime,
    plan: ResponseTargets,
) -> Due:
    """Describe when the request needs the desk next, or when its visit is."""
    if appointment_request.status in AWAITING_DESK:
        return _awaiting(appointment_request, now, plan)
    if appointment_request.status == Status.QUARANTINED:
        # The promised time counts for possible spam too: it may be a patient.
        return replace(_awaiting(appointment_request, now, plan), detail=_("Is this a patient?"))
    if appointment_request.status == Status.SCHEDULED:
        visit = visit_of(appointment_request)
        if status_of(appointment_request).code == VISIT_OVER:
            # Its end, by which lists sort it among what was closed otherwise.
            over_at = visit.ends if visit else appointment_request.closed_at
            return Due("none", _("Visit over"), day_and_time(over_at) if over_at else "")
        return Due("visit", _("Visit"), day_and_time(visit.starts) if visit else "")
    closed_at = appointment_request.closed_at
    return Due("none", _("Closed"), day_and_time(closed_at)) if closed_at else Due("none", "")


def _awaiting(appointment_request: AppointmentRequest, now: datetime, plan: ResponseTargets) -> Due:
    urgent = appointment_request.priority == Priority.URGENT
    if (first := plan.first_due(appointment_request)) is None:
        return Due("none", "")
    due_at, run = first
    # The label "Urgent" is already in front of it.
    what = "" if run.target == Target.URGENT else str(run.target.label)
    if due_at <= now:
        late = {"time": timesince(due_at, now, depth=1)}
        return Due("overdue", _("Overdue by %(time)s") % late, _detail(what, in_short(due_at)), urgent)
    when = in_words(due_at, now)
    # The second line says the time, unless the first does.
    detail = what if when == in_short(due_at) else _detail(what, in_short(due_at))
    if plan.reached_at(run, DUE_SOON) <= now:
        return Due("soon", _("Due soon: %(when)s") % {"when": when}, detail, urgent)
    return Due("later", _("Due %(when)s") % {"when": when}, detail, urgent)


def _detail(what: str, when: str) -> str:
    return _("%(what)s: %(when)s") % {"what": what, "when": when} if what else when
