"""Counts of the requests that wait: asked once for each admin page, shown in several parts of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, Max, Min, Q, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.utils import timezone

from appointments.desk.presenters.plan import plan_for
from appointments.health import stuck_notices
from appointments.models import AppointmentRequest, WorkerHeartbeat
from appointments.statuses import AWAITING_DESK, Status
from appointments.targets.queries import late_numbers, oldest_due
from appointments.targets.response_targets import ResponseTargets
from clinic.request_cache import cached_on_request

_ASIDE = Q(status=Status.QUARANTINED)
_WAITING: dict[str, Aggregate] = {
    "patients": Count("pk", filter=Q(status__in=AWAITING_DESK)),
    "aside": Count("pk", filter=_ASIDE),
    "aside_due": Min("due_at", filter=_ASIDE),
    "last_new": Max("received_at", filter=Q(status=Status.NEW)),
    # Part of this query, because every query of the inbox counts.
    "beat_at": Max(Subquery(WorkerHeartbeat.objects.values("beat_at")[:1])),
}
_STUCK = ("asked_of", "overdue_notice", "given_up_notice")


def numbers_for(request: HttpRequest) -> dict[str, Aggregate]:
    """The aggregates for ``Waiting.from_numbers``, which a query of the page can ask for with its own."""
    stuck = [Max(Subquery(notices.values("created_at")[:1])) for notices in stuck_notices()]
    asked = dict(zip(_STUCK, [Count("pk"), *stuck], strict=True))
    return {**_WAITING, **asked, **late_numbers(plan_for(request), timezone.now())}


def numbers_of(
    requests: QuerySet[AppointmentRequest], asked: dict[str, Aggregate]
) -> dict[str, int | datetime | None]:
    """The values of ``asked``, aggregated over ``requests`` in one query.

    As ``aggregate`` does, which compares each with every other: with twenty, that takes half of its time.
    """
    return requests.order_by().values(all=Value(1)).annotate(**asked).values(*asked)[0]


@dataclass(frozen=True)
class Waiting:
    """``patients`` wait for the desk; ``aside`` look like spam, the first of them due at ``aside_due``.

    Of the patients ``late`` wait longer than they should, the first since ``late_since``; for ``soon``
    more the time is running out. The worker last reported at ``beat_at``, and ``stuck`` says whether notices
    to the desk are; both unknown while there is no request to ask along with.
    """

    patients: int
    aside: int
    aside_due: datetime | None
    last_new: datetime | None
    late: int
    late_since: datetime | None
    soon: int
    beat_at: datetime | None
    stuck: bool | None

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any], plan: ResponseTargets) -> "Waiting":
        """Read the values of ``numbers_for`` in ``numbers``."""
        asked_of, *stuck = (numbers[name] for name in _STUCK)
        return cls(
            **{name: numbers[name] for name in _WAITING},
            late=numbers["late"],
            late_since=oldest_due(plan, numbers),
            soon=numbers["soon_or_late"] - numbers["late"],
            stuck=any(stuck) if asked_of else None,
        )


@cached_on_request
def waiting_for(request: HttpRequest) -> Waiting:
    """The numbers of this moment."""
    requests = AppointmentRequest.objects.filter(status__in=AWAITING_DESK | {Status.QUARANTINED})
    return Waiting.from_numbers(numbers_of(requests, numbers_for(request)), plan_for(request))


def last_arrival(request: HttpRequest) -> str:
    """The time of the latest new request, for the page that asks what came since; empty without any."""
    last = waiting_for(request).last_new
    return last.isoformat() if last else ""
