"""Period of a report, and its weeks, in the clinic's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from clinic.identity.clinic_time import clinic_today

A_WEEK = timedelta(weeks=1)
A_DAY = timedelta(days=1)
# Two years: a chart by week of a longer period could not be read.
MOST_WEEKS = 105


@dataclass(frozen=True)
class Week:
    """Week from Monday to Sunday, or the part of it within the period."""

    first: date
    last: date

    @property
    def monday(self) -> date:
        """Monday of the week, by which the database groups."""
        return self.first - timedelta(days=self.first.weekday())


@dataclass(frozen=True)
class Period:
    """Period from the first day to the last, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """Midnight at which the first day begins."""
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """Midnight at which the last day ends."""
        return _midnight(self.last + A_DAY)

    @property
    def weeks(self) -> list[Week]:
        """Every week of the period, also those in which nothing happened."""
        monday = Week(self.first, self.first).monday
        weeks = []
        while monday <= self.last:
            weeks.append(Week(max(monday, self.first), min(monday + A_WEEK - A_DAY, self.last)))
            monday += A_WEEK
        return weeks


def last_weeks(count: int) -> Period:
    """Return this week until today and the whole weeks before it, ``count`` together."""
    today = clinic_today()
    monday = Week(today, today).monday
    return Period(monday - (count - 1) * A_WEEK, today)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())
