"""The clinic's clock: when it is open, when it opens next, and when an amount of opening time has passed.

Pure: it knows no database and no present moment. Arithmetic is done in UTC, so that the nights on
which the clocks change do not add or lose an hour.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[time, time]
Opening = tuple[datetime, datetime]

# Beyond a year without an opening, "never" is the honest answer.
HORIZON = timedelta(days=366)


@dataclass(frozen=True)
class Closure:
    """Days on which the clinic stays closed, both included."""

    first_day: date
    last_day: date
    reason: str = ""

    def covers(self, day: date) -> bool:
        """Whether ``day`` is one of them."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class OpeningHours:
    """A weekly timetable (Monday is 0) in the clinic's time zone, with its closures."""

    weekly: Mapping[int, tuple[Hours, ...]] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
    zone: ZoneInfo = ZoneInfo("America/Los_Angeles")

    def is_open(self, at: datetime) -> bool:
        """Whether the clinic is open at this moment; at the minute of closing it is closed."""
        return self.closes_at(at) is not None

    def closes_at(self, at: datetime) -> datetime | None:
        """When the opening that is under way ends; None while the clinic is closed."""
        for opens, closes in self._openings(at):
            if opens > at:
                break
            if at < closes:
                return closes.astimezone(self.zone)
        return None

    def next_opening(self, at: datetime) -> datetime | None:
        """When the clinic opens next, after ``at``; None when it does not within a year."""
        for opens, _closes in self._openings(at):
            if opens > at:
                return opens.astimezone(self.zone)
        return None

    def add_open_time(self, start: datetime, amount: timedelta) -> datetime:
        """The moment at which ``amount`` of opening time has passed since ``start``.

        A clinic that states no hours, or is closed too long, promises time on the wall clock instead.
        """
        if amount < timedelta(0):
            raise ValueError("Opening time only runs forward.")
        left = amount
        for opens, closes in self._openings(start):
            begins = max(opens, start.astimezone(UTC))
            if begins >= closes:
                continue
            if left <= closes - begins:
                return (begins + left).astimezone(self.zone)
            left -= closes - begins
        return self._add_wall_time(start, amount)

    def _add_wall_time(self, start: datetime, amount: timedelta) -> datetime:
        # Through UTC, so that an hour which the clocks skip becomes one that exists.
        return (start.astimezone(self.zone) + amount).astimezone(UTC).astimezone(self.zone)

    def _openings(self, at: datetime) -> Iterator[Opening]:
        """Openings in UTC from the day of ``at``; those that touch are one, as over a change of shift."""
        if at.tzinfo is None:
            raise ValueError("The clinic's clock needs a moment with a time zone.")
        pending: Opening | None = None
        for opens, closes in self._raw_openings(at.astimezone(self.zone).date()):
            if pending and opens <= pending[1]:
                pending = (pending[0], max(pending[1], closes))
                continue
            if pending:
                yield pending
            pending = (opens, closes)
        if pending:
            yield pending

    def _raw_openings(self, first: date) -> Iterator[Opening]:
        for offset in range(HORIZON.days + 1):
            day = first + timedelta(days=offset)
            if any(closure.covers(day) for closure in self.closures):
                continue
            for opens, closes in sorted(self.weekly.get(day.weekday(), ())):
                begins, ends = self._moment(day, opens), self._moment(day, closes)
                if begins < ends:
                    yield begins, ends

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)
