"""Business-hours clock: whether the clinic is open, its next opening, and sums of opening time.

Pure functions without database and present moment. Arithmetic is done in UTC, so that the nights on which the
clocks change do not add or lose an hour.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[time, time]
Opening = tuple[datetime, datetime]

# Time without an opening after which the clinic counts as closed for good.
HORIZON = timedelta(days=366)


@dataclass(frozen=True)
class Closure:
    """Days on which the clinic stays closed, both included; with ``begins`` or ``ends``, part of one day."""

    first_day: date
    last_day: date
    reason: str = ""
    begins: time | None = None
    ends: time | None = None

    @property
    def is_partial(self) -> bool:
        """Return whether it takes only a part of its day."""
        return self.begins is not None or self.ends is not None

    def covers(self, day: date) -> bool:
        """Return whether all of ``day`` is closed."""
        return not self.is_partial and self.first_day <= day <= self.last_day

    def part_of(self, day: date) -> Hours | None:
        """Return the hours of ``day`` that are closed; None unless it takes a part of that day."""
        takes_part = self.is_partial and self.first_day == day
        return (self.begins or time.min, self.ends or time.max) if takes_part else None

    def meets(self, start: datetime, end: datetime, zone: ZoneInfo) -> bool:
        """Return whether it takes any of the time from ``start`` to ``end``, which are on one day."""
        day = start.astimezone(zone).date()
        if (part := self.part_of(day)) is None:
            return self.covers(day)
        return datetime.combine(day, part[0], zone) < end and start < datetime.combine(day, part[1], zone)


@dataclass(frozen=True)
class OpeningHours:
    """Weekly timetable (Monday is 0) in the clinic's zone, with closures. Moments are aware datetimes."""

    weekly: Mapping[int, tuple[Hours, ...]] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
    zone: ZoneInfo = ZoneInfo("America/Los_Angeles")

    def is_open(self, at: datetime) -> bool:
        """Return whether the clinic is open at this moment; at the minute of closing it is closed."""
        return self.closes_at(at) is not None

    def closes_at(self, at: datetime) -> datetime | None:
        """Return the end of the opening that is under way; None while the clinic is closed."""
        for opens, closes in self._openings(at):
            if opens > at:
                break
            if at < closes:
                return closes.astimezone(self.zone)
        return None

    def next_opening(self, at: datetime) -> datetime | None:
        """Return the first opening after ``at``; None when there is none within a year."""
        for opens, _closes in self._openings(at):
            if opens > at:
                return opens.astimezone(self.zone)
        return None

    def covers(self, start: datetime, end: datetime) -> bool:
        """Return whether the clinic is open all the time from ``start`` to ``end``."""
        closes = self.closes_at(start)
        return closes is not None and end <= closes

    def closure_on(self, day: date) -> Closure | None:
        """Return the closure that takes all of ``day``, if any."""
        return next((closure for closure in self.closures if closure.covers(day)), None)

    def closures_in_part(self, day: date) -> list[Closure]:
        """Return the closures that take a part of ``day``."""
        return [closure for closure in self.closures if closure.part_of(day)]

    def closure_during(self, start: datetime, end: datetime) -> Closure | None:
        """Return a closure that takes any of the time from ``start`` to ``end``, which are on one day."""
        return next((closure for closure in self.closures if closure.meets(start, end, self.zone)), None)

    def openings_on(self, day: date) -> list[Opening]:
        """Return the openings of ``day`` as start and end, in the clinic's zone; none on a closed day."""
        midnight = datetime.combine(day, time.min, self.zone)
        openings = []
        for opens, closes in self._openings(midnight):
            if opens.astimezone(self.zone).date() != day:
                break
            openings.append((opens.astimezone(self.zone), closes.astimezone(self.zone)))
        return openings

    def openings_between(self, first: date, last: date) -> list[Opening]:
        """Return the openings of the days from ``first`` to ``last``, in UTC; those that touch are one."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return list(_joined(opening for day in days for opening in self._openings_of(day)))

    def add_open_time(self, start: datetime, amount: timedelta) -> datetime:
        """Return the moment at which ``amount`` of opening time has passed since ``start``.

        For a clinic that states no hours, or is closed too long, ``amount`` is counted on the wall clock.
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

    def open_time_ago(self, end: datetime, amount: timedelta) -> datetime:
        """Return the latest moment from which ``amount`` of opening time has passed until ``end``.

        It is the inverse of ``add_open_time``, and counts on the wall clock in the same cases.
        """
        if amount < timedelta(0):
            raise ValueError("Opening time only runs forward.")
        left = amount
        for opens, closes in self._openings_before(end):
            lasted = min(closes, end.astimezone(UTC)) - opens
            if left <= lasted:
                return (opens + (lasted - left)).astimezone(self.zone)
            left -= lasted
        return (end.astimezone(UTC) - amount).astimezone(self.zone)

    def closing_after_days(self, start: datetime, days: int) -> datetime:
        """Return the closing time of the last of ``days`` open days after the day of ``start``."""
        day, left = start.astimezone(self.zone).date(), days
        for _number in range(HORIZON.days):
            day += timedelta(days=1)
            if openings := self.openings_on(day):
                left -= 1
                if not left:
                    return openings[-1][1]
        return self._add_wall_time(start, timedelta(days=days))

    def _openings_before(self, end: datetime) -> Iterator[Opening]:
        """Yield the openings that begin before ``end``, the last one first, within the horizon."""
        if end.tzinfo is None:
            raise ValueError("The clinic's clock needs a moment with a time zone.")
        day = end.astimezone(self.zone).date()
        later: Opening | None = None
        for back in self._horizon():
            for opens, closes in reversed(list(self._openings_of(day - timedelta(days=back)))):
                if opens >= end:
                    continue
                if later and closes >= later[0]:
                    later = (opens, max(closes, later[1]))
                    continue
                if later:
                    yield later
                later = (opens, closes)
        if later:
            yield later

    def _add_wall_time(self, start: datetime, amount: timedelta) -> datetime:
        # Whole days keep the time of day; the rest is elapsed time, also when the clocks change.
        days, rest = divmod(amount, timedelta(days=1))
        later = start.astimezone(self.zone) + timedelta(days=days)
        return (later.astimezone(UTC) + rest).astimezone(self.zone)

    def _openings(self, at: datetime) -> Iterator[Opening]:
        """Yield openings in UTC from the day of ``at``; those that touch, as over a shift change, are one."""
        if at.tzinfo is None:
            raise ValueError("The clinic's clock needs a moment with a time zone.")
        return _joined(self._raw_openings(at.astimezone(self.zone).date()))

    def _raw_openings(self, first: date) -> Iterator[Opening]:
        for offset in self._horizon():
            yield from self._openings_of(first + timedelta(days=offset))

    def _horizon(self) -> range:
        """Return the distance in days of each day to look at: none where the clinic has no hours."""
        return range(HORIZON.days + 1 if any(self.weekly.values()) else 0)

    def _openings_of(self, day: date) -> Iterator[Opening]:
        if any(closure.covers(day) for closure in self.closures):
            return
        taken = sorted(part for closure in self.closures if (part := closure.part_of(day)))
        for hours in sorted(self.weekly.get(day.weekday(), ())):
            for opens, closes in _without(hours, taken):
                begins, ends = self._moment(day, opens), self._moment(day, closes)
                if begins < ends:
                    yield begins, ends

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def _without(hours: Hours, taken: Iterable[Hours]) -> Iterator[Hours]:
    """Yield what is left of ``hours`` without the ``taken`` ones, which are sorted."""
    opens, closes = hours
    for begins, ends in taken:
        if opens < begins < closes:
            yield opens, begins
        opens = max(opens, ends) if begins < closes else opens
    if opens < closes:
        yield opens, closes


def _joined(openings: Iterable[Opening]) -> Iterator[Opening]:
    pending: Opening | None = None
    for opens, closes in openings:
        if pending and opens <= pending[1]:
            pending = (pending[0], max(pending[1], closes))
            continue
        if pending:
            yield pending
        pending = (opens, closes)
    if pending:
        yield pending
