"""Order of requests on the desk's lists: by rank, then by the very time that each row shows.

The database cannot count opening time. What a target adds to its start is given to it as a table of pieces:
in each of them the time due is as much later as in the rest of it, or it is the same for all starts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db.models import BigIntegerField, Case, F, Func, OuterRef, Q, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Least

from appointments.models import AppointmentRequestQuerySet, Visit
from appointments.models.requests import NONE, Priority
from appointments.statuses import AWAITING_DESK, Status
from clinic.identity.opening_hours import HORIZON, OpeningHours

from .queries import TARGET_COLUMNS
from .response_targets import LATE, ResponseTargets

# Starts from the first on are due at the greater of start and second, plus the third, in microseconds.
Piece = tuple[int, int, int]
_DAY = timedelta(days=1)
_EPOCH = datetime.fromtimestamp(0, UTC)
_MICROSECOND = timedelta(microseconds=1)
# Openings are looked up for some days at once until there is enough opening time.
_DAYS_AT_ONCE = 7


@dataclass(frozen=True)
class DeskOrder:
    """Order by urgency, then the ``pressing`` requests, then by the time shown; closed ones come last.

    ``since`` is the earliest start of a target that runs for any of them.
    """

    targets: ResponseTargets
    now: datetime
    since: datetime | None
    pressing: Q = NONE

    def sort(self, requests: AppointmentRequestQuerySet) -> AppointmentRequestQuerySet:
        """Return ``requests`` in this order."""
        awaiting = Q(status__in=AWAITING_DESK)
        rank = Case(
            When(awaiting & Q(priority=Priority.URGENT), then=0),
            When(Q(closed_at=None) & self.pressing, then=1),
            When(awaiting, then=2),
            When(closed_at=None, then=3),
            default=4,
        )
        return requests.order_by(rank, "-closed_at", self._time_shown(), "received_at", "pk")

    def _time_shown(self) -> Least:
        """Return the first of the times due, as ``ResponseTargets.first_due`` does, or the visit's."""
        openings = _openings(self.targets, min(self.since or self.now, self.now), self.now)
        times: list[Combinable] = []
        for target, (runs, start) in TARGET_COLUMNS.items():
            amount = self.targets.share(target, LATE)
            due = OpenTimeLater(start, pieces_of(openings, amount)) if amount else _Microseconds(start)
            times.append(Case(When(runs, then=due)))
        visits = Visit.objects.active().filter(appointment_request=OuterRef("pk"))
        # One that is over shows its end, also before its request is closed.
        over = When(during__endswith__lte=self.now, then=_Microseconds(F("during__endswith")))
        visit = Subquery(visits.values(at=Case(over, default=_Microseconds(F("during__startswith"))))[:1])
        spam = Q(status=Status.QUARANTINED)
        times.append(Case(When(spam, then=_Microseconds(F("due_at")))))
        times.append(Case(When(status=Status.SCHEDULED, closed_at=None, then=visit)))
        return Least(*times)


class _Microseconds(Func):
    """Moment in microseconds since 1970."""

    template = "(EXTRACT(EPOCH FROM %(expressions)s) * 1000000)::bigint"
    output_field = BigIntegerField()


class OpenTimeLater(_Microseconds):
    """Moment as much opening time after its start as ``pieces`` were made for, in microseconds."""

    def __init__(self, start: Combinable, pieces: Sequence[Piece]) -> None:
        super().__init__(start)
        self.pieces = pieces

    def as_sql(self, *args: Any, **context: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return SQL that finds the piece of the start by bisection."""
        start, params = super().as_sql(*args, **context)
        columns = zip(*self.pieces, strict=True)
        begins, floors, shifts = ("{" + ",".join(map(str, column)) + "}" for column in columns)
        array = "(%s::bigint[])"
        piece = f"[width_bucket({start}, {array})]"
        found = (*params, begins)
        return (
            f"(GREATEST({start}, {array}{piece}) + {array}{piece})",
            (*params, floors, *found, shifts, *found),
        )


def pieces_of(openings: Sequence[tuple[int, int]], amount: timedelta) -> list[Piece]:
    """Return the pieces by which ``amount`` of opening time is added to a moment, for ``openings``.

    Where they do not last long enough, the time is counted on the wall clock.
    """
    needed = amount // _MICROSECOND
    # Opening time before each opening, and at last all of it.
    before = [0, *accumulate(closes - opens for opens, closes in openings)]
    pieces, closed_since = [], 0
    for (opens, closes), passed in zip(openings, before, strict=False):
        end = _moment_with(openings, before, passed + needed)
        pieces.append((closed_since, opens, end - opens) if end else (closed_since, 0, needed))
        # A start a little later is due in the next opening.
        first = bisect_right(before, passed + needed)
        last = bisect_left(before, passed + needed + closes - opens)
        for turn in (passed, *(total - needed for total in before[first:last])):
            begins = opens + turn - passed + 1
            end = _moment_with(openings, before, turn + 1 + needed)
            pieces.append((begins, 0, end - begins if end else needed))
        closed_since = closes + 1
    return [*pieces, (closed_since, 0, needed)]


def _moment_with(openings: Sequence[tuple[int, int]], before: Sequence[int], passed: int) -> int | None:
    """Return the moment at which ``passed`` of opening time is over; None if there is not as much."""
    number = bisect_left(before, passed) - 1
    return openings[number][0] + passed - before[number] if number < len(openings) else None


def _openings(targets: ResponseTargets, since: datetime, now: datetime) -> list[tuple[int, int]]:
    """Return the openings, in microseconds, that count for targets that began from ``since`` to ``now``."""
    hours: OpeningHours = targets.hours
    if not hours.weekly:
        return []
    first, today = (moment.astimezone(hours.zone).date() for moment in (since, now))
    found = list(_in_microseconds(hours.openings_between(first, today)))
    longest, ahead = max(targets.amounts.values()) // _MICROSECOND, timedelta(0)
    while longest > 0 and ahead < HORIZON:
        begins, ahead = today + ahead + _DAY, ahead + _DAYS_AT_ONCE * _DAY
        later = list(_in_microseconds(hours.openings_between(begins, today + ahead)))
        longest -= sum(closes - opens for opens, closes in later)
        found += later
    return found


def _in_microseconds(openings: Iterable[tuple[datetime, datetime]]) -> Iterable[tuple[int, int]]:
    return ((_microseconds(opens), _microseconds(closes)) for opens, closes in openings)


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND
