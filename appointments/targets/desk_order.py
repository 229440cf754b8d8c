"""Order of requests on the desk's lists: by rank, then by the very time that each row shows.

The database cannot count opening time. What a target adds to its start is given to it as a table of pieces:
in each of them the time due is as much later as in the rest of it, or it is the same for all starts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, cast

from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Least

from appointments.models import AppointmentRequestQuerySet, Visit
from appointments.models.requests import NONE, Priority
from appointments.statuses import AWAITING_DESK, Status
from clinic.identity.opening_hours import HORIZON, OpeningHours
from clinic.queries.prepared import Given

from .queries import TARGET_COLUMNS
from .response_targets import LATE, ResponseTargets, Target

# Starts from the first on are due at the greater of start and second, plus the third, in microseconds.
Piece = tuple[int, int, int]
_DAY = timedelta(days=1)
_EPOCH = datetime.fromtimestamp(0, UTC)
_MICROSECOND = timedelta(microseconds=1)
# Openings are looked up for some days at once until there is enough opening time.
_DAYS_AT_ONCE = 7


# The same pieces as three arrays of Postgres.
type Columns = tuple[str | Given, str | Given, str | Given]
_COLUMNS = ("begins", "floors", "shifts")


@dataclass(frozen=True)
class DeskOrder:
    """Order by urgency, then the ``pressing`` requests, then by the time shown; closed ones come last.

    ``added`` are the pieces of each target that takes opening time.
    """

    now: datetime | Given
    added: Mapping[Target, Columns]
    pressing: Q = NONE

    @classmethod
    def by(
        cls, targets: ResponseTargets, now: datetime, since: datetime | None, pressing: Q = NONE
    ) -> "DeskOrder":
        """Return the order at the moment ``now``; ``since`` is the earliest start of a target that runs."""
        openings = _openings(targets, min(since or now, now), now)
        amounts = {target: targets.share(target, LATE) for target in TARGET_COLUMNS}
        added = {target: columns_of(pieces_of(openings, each)) for target, each in amounts.items() if each}
        return cls(now, added, pressing)

    @classmethod
    def given(cls, added: Collection[Target], pressing: Q) -> "DeskOrder":
        """Return what stands for an order while a query is prepared: ``as_given`` has its values."""
        stand_ins = {
            target: tuple(Given(_column_name(target, name), TextField()) for name in _COLUMNS)
            for target in added
        }
        return cls(Given("now", DateTimeField()), cast(dict[Target, Columns], stand_ins), pressing)

    def as_given(self) -> dict[str, Any]:
        """Return the values that a query with an order that is given needs."""
        columns = {
            _column_name(target, name): column
            for target, each in self.added.items()
            for name, column in zip(_COLUMNS, each, strict=True)
        }
        return {"now": self.now, **columns}

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
        times: list[Combinable] = []
        for target, (runs, start) in TARGET_COLUMNS.items():
            added = self.added.get(target)
            due = OpenTimeLater(start, added) if added else _Microseconds(start)
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
    """Moment as much opening time after its start as the pieces were made for, in microseconds."""

    def __init__(self, start: Combinable, columns: Columns) -> None:
        super().__init__(start)
        self.columns = columns

    def as_sql(self, *args: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return SQL that finds the piece of the start by bisection."""
        start, params = super().as_sql(*args, **context)
        begins, floors, shifts = self.columns
        array = "(%s::bigint[])"
        piece = f"[width_bucket({start}, {array})]"
        found = (*params, begins)
        return (
            f"(GREATEST({start}, {array}{piece}) + {array}{piece})",
            (*params, floors, *found, shifts, *found),
        )


def columns_of(pieces: Sequence[Piece]) -> Columns:
    """Return pieces as arrays, as Postgres reads them."""
    begins, floors, shifts = ("{" + ",".join(map(str, column)) + "}" for column in zip(*pieces, strict=True))
    return begins, floors, shifts


def _column_name(target: Target, name: str) -> str:
    return f"{target.value}_{name}"


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
