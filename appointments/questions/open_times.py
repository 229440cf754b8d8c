"""Days and parts of the day at which the clinic opens: what a patient can wish for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from clinic.identity.opening_hours import OpeningHours

from .choices import DAYS, TIMES, Choices

ANY_DAY = "any"
# Start of each part of the day, by the names that patients choose from. The first begins with the day.
PARTS = {"morning": time(9), "midday": time(12), "afternoon": time(14), "evening": time(17)}
_ENDS = dict(zip(PARTS, [*list(PARTS.values())[1:], time.max], strict=True))
_WEEK = [code for code, _label in DAYS if code != ANY_DAY]
# Weeks whose hours and closures decide.
_AHEAD = timedelta(weeks=4)
# What is left of a part of the day has to be longer: a clinic that closes at six has no evening.
_LEAST = timedelta(hours=1)


@dataclass(frozen=True)
class OpenTimes:
    """Parts of the day at which the clinic opens on each day of the week, in the next weeks."""

    parts: Mapping[str, Collection[str]]

    @classmethod
    def of(cls, hours: OpeningHours, now: datetime) -> "OpenTimes":
        """Return the times of the weeks after ``now``, or after the closure that is under way.

        A clinic that states no hours is asked for any time.
        """
        first = now if hours.is_open(now) else hours.next_opening(now)
        if first is None:
            return cls({day: tuple(PARTS) for day in _WEEK})
        day = first.astimezone(hours.zone).date()
        found: dict[str, set[str]] = {}
        for opens, closes in hours.openings_between(day, day + _AHEAD):
            begins, ends = opens.astimezone(hours.zone), closes.astimezone(hours.zone)
            found.setdefault(_WEEK[begins.weekday()], set()).update(_parts_within(begins, ends))
        return cls({day: found[day] for day in _WEEK if found.get(day)})

    def days(self) -> Choices:
        """Return the choices of a day."""
        return [(code, label) for code, label in DAYS if code == ANY_DAY or code in self.parts]

    def times(self) -> Choices:
        """Return the choices of a part of the day."""
        return [(code, label) for code, label in TIMES if any(code in parts for parts in self.parts.values())]

    def closed_on(self, days: Collection[str], times: Collection[str]) -> tuple[list[str], list[str]]:
        """Return which of the ``days`` have none of the ``times``, and which of the ``times`` no day."""
        named = [day for day in self.parts if day in days and ANY_DAY not in days]
        if not times or not named:
            return [], []
        without = [day for day in named if not set(self.parts[day]) & set(times)]
        never = [time for time in times if not any(time in self.parts[day] for day in named)]
        return without, never


def _parts_within(begins: datetime, ends: datetime) -> list[str]:
    """Return the parts of the day of which enough lies in an opening of one day."""
    found = []
    for part, starts in PARTS.items():
        start = datetime.combine(begins.date(), starts if part != "morning" else time.min, begins.tzinfo)
        end = datetime.combine(begins.date(), _ENDS[part], begins.tzinfo)
        if min(ends, end) - max(begins, start) > _LEAST:
            found.append(part)
    return found
