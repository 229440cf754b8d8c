"""How many requests wait. Asked once for each page of the admin, of which several parts say it."""

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
from appointments.targets.queries import LATE_NUMBERS, late_numbers, oldest_due

_KEPT = "_appointments_waiting"


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


_ASIDE = Q(status=Status.QUARANTINED)
_ALWAYS: dict[str, Aggregate] = {
    "patients": Count("pk", filter=Q(status__in=AWAITING_DESK)),
    "aside": Count("pk", filter=_ASIDE),
    "aside_due": Min("due_at", filter=_ASIDE),
    "last_new": Max("received_at", filter=Q(status=Status.NEW)),
    # Asked along, as every query of the inbox counts.
    "beat_at": Max(Subquery(WorkerHeartbeat.objects.values("beat_at")[:1])),
}
_STUCK = ("asked_of", "overdue_notice", "given_up_notice")


def numbers_for(request: HttpRequest) -> dict[str, Aggregate]:
    """What a query of the page asks along with its own, for ``keep_waiting``."""
    stuck = [Max(Subquery(notices.values("created_at")[:1])) for notices in stuck_notices()]
    asked = dict(zip(_STUCK, [Count("pk"), *stuck], strict=True))
    return {**_ALWAYS, **asked, **late_numbers(plan_for(request), timezone.now())}


def numbers_of(
    requests: QuerySet[AppointmentRequest], asked: dict[str, Aggregate]
) -> dict[str, int | datetime | None]:
    """The answers to all that is ``asked`` of ``requests``, in one query.

    As ``aggregate``, which compares each of them with every other: of twenty, that takes half of its time.
    """
    return requests.order_by().values(all=Value(1)).annotate(**asked).values(*asked)[0]


def waiting_for(request: HttpRequest) -> Waiting:
    """The numbers as they are while ``appointment_request`` is answered."""
    if not hasattr(request, _KEPT):
        known = AppointmentRequest.objects.filter(status__in=AWAITING_DESK | {Status.QUARANTINED})
        keep_waiting(request, numbers_of(known, numbers_for(request)))
    return getattr(request, _KEPT)


def keep_waiting(request: HttpRequest, found: dict[str, Any]) -> None:
    """Remember the ``numbers_for`` that a query of the page has found: they are taken out of ``found``."""
    late = {name: found.pop(name) for name in LATE_NUMBERS}
    soon = late["soon_or_late"] - late["late"]
    always = {name: found.pop(name) for name in _ALWAYS}
    asked_of, *stuck = [found.pop(name) for name in _STUCK]
    said = {"late": late["late"], "soon": soon, "late_since": oldest_due(plan_for(request), late)}
    said["stuck"] = any(stuck) if asked_of else None
    setattr(request, _KEPT, Waiting(**always, **said))


def last_arrival(request: HttpRequest) -> str:
    """When the latest of the new requests came, as an open page asks for those since; empty without any."""
    last = waiting_for(request).last_new
    return last.isoformat() if last else ""
