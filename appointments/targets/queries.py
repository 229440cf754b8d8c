"""Queries for requests whose response targets are due soon, missed, or missed by far.

The columns say of each request which targets run; ``running_targets`` says the same of one in memory.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

from django.db.models import Aggregate, Count, DateTimeField, F, Min, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Now
from django.db.models.lookups import LessThanOrEqual

from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.statuses import Status
from clinic.database.clock import database_now
from clinic.models import ClinicSettings
from clinic.queries.prepared import Given, PreparedRow

from .response_targets import DUE_SOON, LATE, VISITORS_TOLD, ResponseTargets, RunningTarget, Target

_NEW, _CONTACTING = Q(status=Status.NEW), Q(status=Status.CONTACTING)
_URGENT = Q(priority=Priority.URGENT)
_WAITING_SINCE = F("waiting_since")
# For each target the requests for which it runs and escalates, and its start or moment.
TARGET_COLUMNS: dict[Target, tuple[Q, Combinable]] = {
    Target.FIRST_LOOK: (_NEW & ~_URGENT & Q(assigned_to=None), _WAITING_SINCE),
    Target.FIRST_CONTACT: (_NEW & ~_URGENT, _WAITING_SINCE),
    Target.URGENT: (_NEW & _URGENT, Coalesce("urgent_since", "waiting_since")),
    Target.CALL_AGAIN: (_CONTACTING & Q(next_attempt_at__isnull=False), F("next_attempt_at")),
    Target.NEXT_STEP: (_CONTACTING & Q(next_attempt_at=None), _WAITING_SINCE),
    Target.PROMISE: (_NEW, F("due_at")),
}


def response_targets_of(clinic: ClinicSettings) -> ResponseTargets:
    """Return the clinic's own targets."""
    return ResponseTargets.of(
        clinic.clock,
        first_look=clinic.first_look_minutes,
        first_contact=clinic.first_contact_minutes,
        urgent=clinic.urgent_minutes,
    )


type Starts = Callable[[Target, int], datetime | Given]


def given_start(target: Target, percent: int) -> Given:
    """Return what stands for a latest start while a query is prepared: ``latest_starts`` has its value."""
    return Given(_start_name(target, percent), DateTimeField())


def latest_starts(targets: ResponseTargets, now: datetime) -> dict[str, datetime]:
    """Return the values that a prepared query with ``late_numbers`` is given."""
    starts = targets.starts_at(now)
    pairs = product(TARGET_COLUMNS, (LATE, DUE_SOON))
    return {_start_name(target, percent): starts(target, percent) for target, percent in pairs}


def _start_name(target: Target, percent: int) -> str:
    return f"{target.value}_{percent}"


def has_reached(starts: Starts, percent: int) -> Q:
    """Match requests with a target that has used up ``percent``, as it began at the latest at ``starts``."""
    return reduce(or_, (_has_reached(starts, target, percent) for target in TARGET_COLUMNS))


def is_late(starts: Starts) -> Q:
    """Match requests that are late: every list, number and message that says so asks this."""
    return has_reached(starts, LATE)


def _has_reached(starts: Starts, target: Target, percent: int) -> Q:
    runs, start = TARGET_COLUMNS[target]
    return runs & Q(LessThanOrEqual(start, starts(target, percent)))


def late_numbers(starts: Starts) -> dict[str, Aggregate]:
    """Return aggregates: how many requests are late, how many are or soon will be, and the oldest starts."""
    begun = {target.value: Min(start, filter=runs) for target, (runs, start) in TARGET_COLUMNS.items()}
    return {
        "late": Count("pk", filter=is_late(starts)),
        # A late request has used up half of its time as well.
        "soon_or_late": Count("pk", filter=has_reached(starts, DUE_SOON)),
        **{f"oldest_{name}": oldest for name, oldest in begun.items()},
    }


def first_start(numbers: Mapping[str, Any]) -> datetime | None:
    """Return the earliest start or moment of a running target, from the results of ``late_numbers``."""
    starts = (numbers[f"oldest_{target.value}"] for target in TARGET_COLUMNS)
    return min((moment for moment in starts if moment), default=None)


def oldest_due(targets: ResponseTargets, numbers: Mapping[str, Any]) -> datetime | None:
    """Return when the oldest late request was due, from the results of ``late_numbers``; None without one."""
    if not numbers["late"]:
        return None
    # Requests that are not late are due later than the late ones.
    oldest = {target: numbers[f"oldest_{target.value}"] for target in TARGET_COLUMNS}
    return min(targets.due_at(RunningTarget(target, moment)) for target, moment in oldest.items() if moment)


def details_and_time() -> tuple[ClinicSettings, datetime]:
    """Return the clinic's details and the database's time, in one query."""
    details = ClinicSettings.objects.filter(site__is_default_site=True).annotate(begins=Now()).first()
    if details is None:
        return ClinicSettings.of_the_default_site(), database_now()
    return details, details.begins


def promise_from_now() -> tuple[datetime, datetime]:
    """Return the database's time, and by when a wait that begins now is to be answered, in one query."""
    details, begins = details_and_time()
    return begins, details.reply_due(begins)


def slower_than_promised(clinic: ClinicSettings, now: datetime) -> QuerySet[AppointmentRequest]:
    """Return new requests that have waited twice the target for a call, and longer than was promised."""
    return _slower(response_targets_of(clinic).starts_at(now), now)


def _slower(starts: Starts, now: datetime | Given) -> QuerySet[AppointmentRequest]:
    twice = (_has_reached(starts, one, VISITORS_TOLD) for one in _CALLS)
    return AppointmentRequest.objects.real().filter(reduce(or_, twice), due_at__lt=now).order_by()


# Targets for the first call to somebody.
_CALLS = (Target.FIRST_CONTACT, Target.URGENT)
_ONE_SLOWER = PreparedRow(lambda: _slower(given_start, Given("now", DateTimeField())).values("pk")[:1])


def is_slower_than_promised(clinic: ClinicSettings, now: datetime) -> bool:
    """Return whether there is a request of ``slower_than_promised``."""
    starts = response_targets_of(clinic).starts_at(now)
    given = {_start_name(target, VISITORS_TOLD): starts(target, VISITORS_TOLD) for target in _CALLS}
    return _ONE_SLOWER.is_there(now=now, **given)
