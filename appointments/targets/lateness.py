"""The clocks asked of the database: which requests are due soon, late, or later than patients should bear.

``reached`` compares columns of the request alone, cheaply, as the list shows it: a request that was reopened
waits since it arrived. ``exactly`` adds what the timeline says, for those few that something follows from.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Aggregate, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from appointments.models import AppointmentRequest, RequestEvent
from appointments.models.requests import Priority
from appointments.models.timeline import EventKind
from appointments.statuses import Status
from clinic.models import ClinicSettings

from .clock import DESK, PUBLIC, SOON, Clock, Facts, Plan, Run

# What lets a request begin to wait anew.
_BEGINNINGS = (EventKind.TRANSITION, EventKind.ATTEMPT, EventKind.UNDONE)
_WAITS = Q(status=Status.NEW)
_URGENT = Q(priority=Priority.URGENT)
RUNS: dict[Clock, tuple[Q, str]] = {
    Clock.FIRST_LOOK: (_WAITS & ~_URGENT & Q(assigned_to=None), "received_at"),
    Clock.FIRST_CONTACT: (_WAITS & ~_URGENT, "received_at"),
    Clock.URGENT: (_WAITS & _URGENT, "received_at"),
    Clock.CALL_AGAIN: (Q(status=Status.CONTACTING), "next_attempt_at"),
}
# Without a time for the next try, a request is due when the patient was promised an answer.
PROMISED = _WAITS | Q(status=Status.CONTACTING, next_attempt_at=None)
LATE_NUMBERS = ("late", "soon_or_late", "oldest_promised", *(f"oldest_{clock.value}" for clock in RUNS))


def plan_of(clinic: ClinicSettings) -> Plan:
    """The clinic's own targets."""
    return Plan.of(
        clinic.clock,
        first_look=clinic.first_look_minutes,
        first_contact=clinic.first_contact_minutes,
        urgent=clinic.urgent_minutes,
    )


def reached(plan: Plan, percent: int, now: datetime) -> Q:
    """Whether a clock of the request has used up ``percent``."""
    return reduce(or_, (_reached(plan, clock, percent, now) for clock in RUNS))


def _reached(plan: Plan, clock: Clock, percent: int, now: datetime) -> Q:
    runs, column = RUNS[clock]
    return runs & Q(**{f"{column}__lte": plan.moment_of(clock, percent, now)})


def late_numbers(plan: Plan, now: datetime) -> dict[str, Aggregate]:
    """How many wait longer than they should, how many do or soon will, and what ``oldest_due`` needs."""
    # A try is shown as overdue at once, though it is first told of when the clinic is open.
    again = Q(status=Status.CONTACTING, next_attempt_at__lt=now)
    looks = (_reached(plan, clock, DESK, now) for clock in RUNS if clock != Clock.CALL_AGAIN)
    unanswered = PROMISED & Q(due_at__lt=now)
    begun = {clock.value: Min(column, filter=runs) for clock, (runs, column) in RUNS.items()}
    return {
        "late": Count("pk", filter=reduce(or_, looks, again | unanswered)),
        # Whoever has waited too long has used up half of the time as well.
        "soon_or_late": Count("pk", filter=reached(plan, SOON, now) | unanswered),
        "oldest_promised": Min("due_at", filter=PROMISED),
        **{f"oldest_{name}": oldest for name, oldest in begun.items()},
    }


def oldest_due(plan: Plan, found: Mapping[str, Any]) -> datetime | None:
    """When the first of the late ones was due, from what ``late_numbers`` found; none if nothing is late."""
    if not found["late"]:
        return None
    # Of those that are not late, none was due before.
    begun = {clock: found[f"oldest_{clock.value}"] for clock in RUNS}
    due = [plan.due_at(Run(clock, moment)) for clock, moment in begun.items() if moment]
    return min([*due, *filter(None, [found["oldest_promised"]])])


def exactly(requests: QuerySet[AppointmentRequest]) -> QuerySet[AppointmentRequest]:
    """``requests`` with what ``facts_of`` needs: since when each waits, and whether staff did anything."""
    events = RequestEvent.objects.filter(appointment_request=OuterRef("pk")).order_by()
    begun = events.filter(kind__in=_BEGINNINGS)
    urgent = events.filter(kind=EventKind.PRIORITY, details__priority=int(Priority.URGENT))
    return requests.annotate(
        begun_at=Greatest("received_at", Coalesce(_latest(begun), F("received_at"))),
        urgent_since=Greatest("begun_at", Coalesce(_latest(urgent), F("received_at"))),
        touched=Exists(events.exclude(actor_name="")),
    )


def facts_of(appointment_request: AppointmentRequest) -> Facts:
    """The facts of one of ``exactly``."""
    return Facts(
        status=appointment_request.status,
        begun_at=appointment_request.begun_at,
        is_untouched=appointment_request.assigned_to_id is None and not appointment_request.touched,
        is_urgent=appointment_request.priority == Priority.URGENT,
        urgent_since=appointment_request.urgent_since,
        next_attempt_at=appointment_request.next_attempt_at,
    )


def facts_as_listed(appointment_request: AppointmentRequest) -> Facts:
    """The facts that the columns alone tell, as ``reached`` reads them."""
    return Facts(
        status=appointment_request.status,
        begun_at=appointment_request.received_at,
        is_untouched=appointment_request.assigned_to_id is None,
        is_urgent=appointment_request.priority == Priority.URGENT,
        next_attempt_at=appointment_request.next_attempt_at,
    )


def slower_than_promised(clinic: ClinicSettings, now: datetime) -> QuerySet[AppointmentRequest]:
    """Who has waited twice as long as planned for a first call, and longer than was promised."""
    plan = plan_of(clinic)
    late = exactly(AppointmentRequest.objects.real().filter(_WAITS, due_at__lt=now).order_by())
    return late.filter(
        ~_URGENT & Q(begun_at__lte=plan.moment_of(Clock.FIRST_CONTACT, PUBLIC, now))
        | _URGENT & Q(urgent_since__lte=plan.moment_of(Clock.URGENT, PUBLIC, now))
    )


def _latest(events: QuerySet[RequestEvent]) -> Subquery:
    return Subquery(events.values("appointment_request").annotate(latest=Max("at")).values("latest"))
