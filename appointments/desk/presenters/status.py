"""Status of a request in the words that staff read: with its visit, which is to come or over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest
from appointments.statuses import STAFF_NAMES, VISIT_OVER, Status
from clinic.database.clock import current_time
from clinic.identity.clinic_time import day_only, weekday_and_time


@dataclass(frozen=True)
class StandingVisit:
    """Visit that is not cancelled, as far as lists tell of it."""

    starts: datetime
    ends: datetime
    practitioner: str


@dataclass(frozen=True)
class StatusWords:
    """Status in words: ``name`` alone where there is little room, and the rest of the sentence."""

    code: str
    name: str
    rest: str = ""

    def __str__(self) -> str:
        if not self.rest:
            return self.name
        pattern = _("%(over)s, %(day)s") if self.code == VISIT_OVER else _("%(visit)s %(with)s")
        first, second = ("over", "day") if self.code == VISIT_OVER else ("visit", "with")
        return pattern % {first: self.name, second: self.rest}


def with_visits[Rows: QuerySet[Any, Any]](requests: Rows) -> Rows:
    """Join the visit of each request that is not cancelled, at most one, for ``status_of``."""
    standing = FilteredRelation("visits", condition=Q(visits__cancelled_at=None))
    return requests.annotate(
        standing=standing,
        visit_starts=F("standing__during__startswith"),
        visit_ends=F("standing__during__endswith"),
        visit_with=F("standing__practitioner__name"),
    )


def visit_of(appointment_request: AppointmentRequest) -> StandingVisit | None:
    """Return the visit that is not cancelled, from ``with_visits`` or by a query."""
    known = vars(appointment_request)
    if "visit_starts" in known:
        values = (known["visit_starts"], known["visit_ends"], known["visit_with"])
        return StandingVisit(*values) if values[0] else None
    visit = appointment_request.visits.active().select_related("practitioner").first()
    return StandingVisit(visit.during.lower, visit.during.upper, visit.practitioner.name) if visit else None


def status_of(appointment_request: AppointmentRequest) -> StatusWords:
    """Return "Visit over, Sat Nov 28", "Visit Tue 2:00 PM with Sam Lee", or the name of the status."""
    status = Status(appointment_request.status)
    if status != Status.SCHEDULED:
        return StatusWords(status, str(STAFF_NAMES[status]))
    visit = visit_of(appointment_request)
    ends = visit.ends if visit else appointment_request.closed_at
    if ends and ends <= current_time():
        return StatusWords(VISIT_OVER, str(STAFF_NAMES[VISIT_OVER]), day_only(ends))
    if visit is None:
        return StatusWords(status, str(STAFF_NAMES[status]))
    name = _("Visit %(when)s") % {"when": weekday_and_time(visit.starts)}
    return StatusWords(status, name, _("with %(name)s") % {"name": visit.practitioner})
