"""Panel of free times beside a visit's form: one day's times as buttons, and the week around that day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import ngettext

from appointments.questions.choices import TIMES
from clinic.identity.clinic_time import clinic_day

from .free_times import FreeTimes
from .visit_preferences import VisitPreferences, part_of
from .visit_times import LOOK_AHEAD, clock_time

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class FreeTime:
    """Free time as a button. Its ``value`` names the practitioner, the day and the time."""

    value: str
    words: str
    suits: bool
    is_chosen: bool


@dataclass(frozen=True)
class WeekDay:
    """Day of the week: ``number`` of free times, or why there are none."""

    day: date
    number: int
    why_none: str
    suits: bool
    is_shown: bool

    @property
    def words(self) -> str:
        """Return the day in short."""
        return date_format(self.day, "D, M j")


@dataclass(frozen=True)
class VisitPanel:
    """Free times of one practitioner on the ``day`` that is shown; ``chosen`` is the time in the form."""

    free: FreeTimes
    day: date
    preferences: VisitPreferences
    chosen: datetime | None = None

    @property
    def title(self) -> str:
        """Return the day in words."""
        return date_format(self.day, "l, F j, Y")

    @cached_property
    def parts(self) -> list[tuple[str, list[FreeTime]]]:
        """Return the free times of the day by its part: morning, midday, afternoon, evening."""
        times = [(part_of(start), self._button(start)) for start in self.free.on(self.day)]
        parts = [(str(label), [time for part, time in times if part == code]) for code, label in TIMES]
        return [(label, buttons) for label, buttons in parts if buttons]

    @property
    def is_booked_up(self) -> bool:
        """Return whether the practitioner has no free time in what a desk plans ahead."""
        return not self.free.days(clinic_day(self.free.now), LOOK_AHEAD.days)

    @property
    def why_none(self) -> str:
        """Return why nothing is free on the day, as a word or two; empty when something is."""
        return self.free.why_none(self.day)

    @cached_property
    def week(self) -> list[WeekDay]:
        """Return the week of the day, from Monday."""
        monday = self.day - timedelta(days=self.day.weekday())
        return [self._week_day(monday + timedelta(days=offset)) for offset in range(7)]

    @property
    def earlier(self) -> date | None:
        """Return a day of the week before; None when it is over."""
        today, monday = clinic_day(self.free.now), self.week[0].day
        return max(self.day - WEEK, today) if monday > today else None

    @property
    def later(self) -> date:
        """Return a day of the next week."""
        return self.day + WEEK

    @property
    def said(self) -> str:
        """Return what a screen reader says when the day changes: the day, how much is free, the wishes."""
        name, times = self.free.offer.practitioner.display_name, len(self.free.on(self.day))
        number = ngettext("%(number)d free time", "%(number)d free times", times) % {"number": times}
        return f"{self.title}: {name}, {number}. {' '.join(self.wishes)}"

    @property
    def wishes(self) -> list[str]:
        """Return what of the patient's wishes this day can give, in sentences."""
        return self.preferences.in_words(self.day, self.free)

    def _button(self, start: datetime) -> FreeTime:
        local = timezone.localtime(start, timezone.get_default_timezone())
        value = f"{self.free.offer.practitioner.pk} {local:%Y-%m-%d %H:%M}"
        suits = self.preferences.has_wishes and self.preferences.suits(start)
        return FreeTime(value, clock_time(start), suits, start == self.chosen)

    def _week_day(self, day: date) -> WeekDay:
        times = self.free.on(day)
        suits = self.preferences.has_wishes and any(map(self.preferences.suits, times))
        return WeekDay(day, len(times), self.free.why_none(day), suits, day == self.day)


def best_day(free: FreeTimes, preferences: VisitPreferences, near: date) -> date | None:
    """Return the day nearest to ``near`` that suits best and has a free time; None when none has one soon.

    It looks before ``near`` too. A wished day with a wished time comes first, then any time on a wished day.
    """
    today = clinic_day(free.now)
    first = max(today, near - LOOK_AHEAD)
    number = LOOK_AHEAD.days + (near - first).days

    def rank(day: date) -> tuple[int, int, date]:
        return -preferences.rank(day, free.on(day)), abs((day - near).days), day

    return min(free.days(first, number), key=rank, default=None)
