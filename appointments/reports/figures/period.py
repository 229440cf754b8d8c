"""The days that a report is about, and the weeks that they are cut into, by the clinic's calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from clinic.identity.clinic_time import clinic_day

A_WEEK = timedelta(weeks=1)
A_DAY = timedelta(days=1)
# Two years: beyond it a picture by week cannot be read.
MOST_WEEKS = 105


@dataclass(frozen=True)
class Week:
    """From Monday to Sunday, or the part of it that the period holds."""

    first: date
    last: date

    @property
    def monday(self) -> date:
        """What the database calls the week."""
        return self.first - timedelta(days=self.first.weekday())


@dataclass(frozen=True)
class Period:
    """From the first day's midnight to the last day's end, both days included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The moment at which the first day begins on the clinic's clock."""
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The moment at which the last day is over."""
        return _midnight(self.last + A_DAY)

    @property
    def weeks(self) -> list[Week]:
        """Every week of it, also those in which nothing happened."""
        monday = Week(self.first, self.first).monday
        found = []
        while monday <= self.last:
            found.append(Week(max(monday, self.first), min(monday + A_WEEK - A_DAY, self.last)))
            monday += A_WEEK
        return found


def last_weeks(count: int) -> Period:
    """This week until today, and the whole weeks before it: ``count`` together."""
    today = clinic_day(timezone.now())
    monday = Week(today, today).monday
    return Period(monday - (count - 1) * A_WEEK, today)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())
