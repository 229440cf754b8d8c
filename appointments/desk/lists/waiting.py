"""Counts of waiting requests: queried once for each admin page, shown in several parts of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, Max, Min, Q, QuerySet, Subquery, Value
from django.http import HttpRequest

from appointments.desk.presenters.plan import plan_for
from appointments.health import stuck_notices
from appointments.models import AppointmentRequest, Canary, Notice, WorkerHeartbeat
from appointments.statuses import AWAITING_DESK, Status
from appointments.targets.queries import first_start, given_start, late_numbers, latest_starts, oldest_due
from appointments.targets.response_targets import ResponseTargets
from clinic.database.clock import current_time
from clinic.http.request_cache import cached_on_request
from clinic.queries.prepared import PreparedRow

_SPAM = Q(status=Status.QUARANTINED)
_WAITING: dict[str, Aggregate] = {
    "patients": Count("pk", filter=Q(status__in=AWAITING_DESK)),
    "possible_spam": Count("pk", filter=_SPAM),
    "possible_spam_due": Min("due_at", filter=_SPAM),
    "last_new": Max("received_at", filter=Q(status=Status.NEW)),
    # Part of this query, to save one of its own.
    "beat_at": Max(Subquery(WorkerHeartbeat.objects.order_by("-beat_at").values("beat_at")[:1])),
    # By the database's clock, as the worker writes it.
    "beats": Max(Subquery(WorkerHeartbeat.objects.fresh().values("beat_at")[:1])),
    "frozen": Max(Subquery(Notice.objects.frozen().values("state").annotate(n=Count("pk")).values("n"))),
}
_STUCK = ("requests", "overdue_notice", "given_up_notice", "lost_canary")


def waiting_numbers() -> dict[str, Aggregate]:
    """Return the aggregates for ``Waiting.from_numbers``, which another prepared query can include."""
    stuck = [Max(Subquery(notices.values("created_at")[:1])) for notices in stuck_notices()]
    stuck.append(Max(Subquery(Canary.objects.lost().values("written_at")[:1])))
    stuck_numbers = dict(zip(_STUCK, [Count("pk"), *stuck], strict=True))
    return {**_WAITING, **stuck_numbers, **late_numbers(given_start)}


def given_for(request: HttpRequest) -> dict[str, datetime]:
    """Return the values that ``waiting_numbers`` has to be given."""
    return latest_starts(plan_for(request), current_time())


def one_row(
    requests: QuerySet[AppointmentRequest], aggregates: Mapping[str, Aggregate]
) -> QuerySet[Any, Any]:
    """Return the query of ``aggregates`` over ``requests``.

    Replaces ``aggregate``, which compares each with every other, and cannot be prepared.
    """
    return requests.order_by().values(all=Value(1)).annotate(**aggregates).values(*aggregates)


@dataclass(frozen=True)
class Waiting:
    """Numbers of waiting requests: ``patients``, and ``possible_spam`` with the first due time.

    Of the patients, ``late`` wait longer than they should, the first since ``late_since``, and ``soon`` are
    due soon; the oldest of their targets began at ``first_start``. The worker last reported at ``beat_at``;
    ``beats`` is empty when that was too long ago. ``frozen`` messages wait since a backup was restored.
    ``stuck`` is whether notices to the desk are late. All four are None without any request.
    """

    patients: int
    possible_spam: int
    possible_spam_due: datetime | None
    last_new: datetime | None
    late: int
    first_start: datetime | None
    late_since: datetime | None
    soon: int
    beat_at: datetime | None
    beats: datetime | None
    frozen: int | None
    stuck: bool | None

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any], plan: ResponseTargets) -> "Waiting":
        """Read the values of ``waiting_numbers`` from ``numbers``."""
        requests, *stuck = (numbers[name] for name in _STUCK)
        return cls(
            **{name: numbers[name] for name in _WAITING},
            late=numbers["late"],
            first_start=first_start(numbers),
            late_since=oldest_due(plan, numbers),
            soon=numbers["soon_or_late"] - numbers["late"],
            stuck=any(stuck) if requests else None,
        )


@PreparedRow
def _waiting() -> QuerySet[Any, Any]:
    requests = AppointmentRequest.objects.filter(status__in=AWAITING_DESK | {Status.QUARANTINED})
    return one_row(requests, waiting_numbers())


@cached_on_request
def waiting_for(request: HttpRequest) -> Waiting:
    """Return the present numbers."""
    return Waiting.from_numbers(_waiting.values(**given_for(request)), plan_for(request))


def last_arrival(request: HttpRequest) -> str:
    """Return the time of the latest new request, from which the page polls; empty without any."""
    last = waiting_for(request).last_new
    return last.isoformat() if last else ""
