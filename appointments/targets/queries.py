"""Queries for requests whose response targets are due soon, missed, or missed by far.

``has_reached`` compares columns of the request only, which is cheap enough for the list: a reopened request
counts as waiting since it arrived. ``with_timing`` reads the timeline too, for the few requests that are
escalated or expire.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Aggregate, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from appointments.models import AppointmentRequest, RequestEvent
from appointments.models.event_kinds import STATUS_CHANGES
from appointments.models.requests import Priority
from appointments.models.timeline import priority_set_to
from appointments.statuses import Status
from clinic.models import ClinicSettings

from .response_targets import (
    DESK_TOLD,
    DUE_SOON,
    VISITORS_TOLD,
    RequestTiming,
    ResponseTargets,
    RunningTarget,
    Target,
)

_NEW = Q(status=Status.NEW)
_URGENT = Q(priority=Priority.URGENT)
TARGET_COLUMNS: dict[Target, tuple[Q, str]] = {
    Target.FIRST_LOOK: (_NEW & ~_URGENT & Q(assigned_to=None), "received_at"),
    Target.FIRST_CONTACT: (_NEW & ~_URGENT, "received_at"),
    Target.URGENT: (_NEW & _URGENT, "received_at"),
    Target.CALL_AGAIN: (Q(status=Status.CONTACTING), "next_attempt_at"),
}
# Requests that are due when the patient was promised an answer: new ones, and those without a next try.
PROMISED = _NEW | Q(status=Status.CONTACTING, next_attempt_at=None)


def response_targets_of(clinic: ClinicSettings) -> ResponseTargets:
    """Return the clinic's own targets."""
    return ResponseTargets.of(
        clinic.clock,
        first_look=clinic.first_look_minutes,
        first_contact=clinic.first_contact_minutes,
        urgent=clinic.urgent_minutes,
    )


def has_reached(targets: ResponseTargets, percent: int, now: datetime) -> Q:
    """Match requests with a target that has used up ``percent``."""
    return reduce(or_, (_has_reached(targets, target, percent, now) for target in TARGET_COLUMNS))


def _has_reached(targets: ResponseTargets, target: Target, percent: int, now: datetime) -> Q:
    runs, column = TARGET_COLUMNS[target]
    return runs & Q(**{f"{column}__lte": targets.latest_start(target, percent, now)})


def late_numbers(targets: ResponseTargets, now: datetime) -> dict[str, Aggregate]:
    """Return aggregates: how many requests are late, how many are or soon will be, and the oldest starts."""
    # A call to try again is shown as overdue at once, although it is escalated only in opening time.
    again = Q(status=Status.CONTACTING, next_attempt_at__lt=now)
    first = (target for target in TARGET_COLUMNS if target != Target.CALL_AGAIN)
    missed = (_has_reached(targets, target, DESK_TOLD, now) for target in first)
    unanswered = PROMISED & Q(due_at__lt=now)
    begun = {target.value: Min(column, filter=runs) for target, (runs, column) in TARGET_COLUMNS.items()}
    return {
        "late": Count("pk", filter=reduce(or_, missed, again | unanswered)),
        # A late request has used up half of its time as well.
        "soon_or_late": Count("pk", filter=has_reached(targets, DUE_SOON, now) | unanswered),
        "oldest_promised": Min("due_at", filter=PROMISED),
        **{f"oldest_{name}": oldest for name, oldest in begun.items()},
    }


def oldest_due(targets: ResponseTargets, numbers: Mapping[str, Any]) -> datetime | None:
    """Return when the oldest late request was due, from the results of ``late_numbers``; None without one."""
    if not numbers["late"]:
        return None
    # Requests that are not late are due later than the late ones.
    oldest = {target: numbers[f"oldest_{target.value}"] for target in TARGET_COLUMNS}
    due = [targets.due_at(RunningTarget(target, moment)) for target, moment in oldest.items() if moment]
    return min([*due, *filter(None, [numbers["oldest_promised"]])])


def with_timing(requests: QuerySet[AppointmentRequest]) -> QuerySet[AppointmentRequest]:
    """Annotate ``requests`` for ``timing_of``: since when each waits, and whether staff did anything."""
    events = RequestEvent.objects.filter(appointment_request=OuterRef("pk")).order_by()
    begun = events.filter(kind__in=STATUS_CHANGES)
    urgent = events.filter(priority_set_to(Priority.URGENT))
    return requests.annotate(
        begun_at=Greatest("received_at", Coalesce(_latest(begun), F("received_at"))),
        urgent_since=Greatest("begun_at", Coalesce(_latest(urgent), F("received_at"))),
        touched=Exists(events.exclude(actor_name="")),
    )


def timing_of(appointment_request: AppointmentRequest) -> RequestTiming:
    """Return the timing of a request that was annotated by ``with_timing``."""
    annotated, listed = vars(appointment_request), timing_as_listed(appointment_request)
    return replace(
        listed,
        begun_at=annotated["begun_at"],
        is_untouched=listed.is_untouched and not annotated["touched"],
        urgent_since=annotated["urgent_since"],
    )


def timing_as_listed(appointment_request: AppointmentRequest) -> RequestTiming:
    """Return the timing according to the columns alone, consistent with ``has_reached``."""
    return RequestTiming(
        status=appointment_request.status,
        begun_at=appointment_request.received_at,
        is_untouched=appointment_request.assigned_to_id is None,
        is_urgent=appointment_request.priority == Priority.URGENT,
        next_attempt_at=appointment_request.next_attempt_at,
    )


def slower_than_promised(clinic: ClinicSettings, now: datetime) -> QuerySet[AppointmentRequest]:
    """Return requests that have waited twice the target for a first call, and longer than was promised."""
    targets = response_targets_of(clinic)
    late = with_timing(AppointmentRequest.objects.real().filter(_NEW, due_at__lt=now).order_by())
    return late.filter(
        ~_URGENT & Q(begun_at__lte=targets.latest_start(Target.FIRST_CONTACT, VISITORS_TOLD, now))
        | _URGENT & Q(urgent_since__lte=targets.latest_start(Target.URGENT, VISITORS_TOLD, now))
    )


def _latest(events: QuerySet[RequestEvent]) -> Subquery:
    return Subquery(events.values("appointment_request").annotate(latest=Max("at")).values("latest"))
