"""Preferences of a patient, for days and parts of a day, compared with the free times of the clinic."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.patient_data import PatientData
from appointments.questions.choices import DAYS, TIMES
from appointments.questions.open_times import ANY_DAY, PARTS
from clinic.lazy_text import StrOrPromise

from .free_times import FreeTimes
from .visit_times import Span

# Length of the shortest visit: less time than that is of no use.
_LEAST = timedelta(minutes=30)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENDS = dict(zip(PARTS, [*list(PARTS.values())[1:], time.max], strict=True))


@dataclass(frozen=True)
class VisitPreferences:
    """Preferences of a patient: the codes of ``days`` and ``times``, as they were chosen."""

    days: list[str]
    times: list[str]

    @classmethod
    def of(cls, data: PatientData) -> "VisitPreferences":
        """Return the preferences in a patient's answers."""
        return cls(data.days, data.times)

    @property
    def any_day(self) -> bool:
        """Return whether every day is as good as another."""
        return not self.days or ANY_DAY in self.days

    @property
    def has_wishes(self) -> bool:
        """Return whether the patient prefers one time to another."""
        return not self.any_day or bool(self.times)

    def suits(self, start: datetime) -> bool:
        """Return whether a visit from ``start`` is on a day and at a time that the patient wished for."""
        local = timezone.localtime(start, timezone.get_default_timezone())
        return self._suits_day(local.date()) and (not self.times or part_of(start) in self.times)

    def rank(self, day: date, starts: Iterable[datetime]) -> int:
        """Return how well ``day`` suits: 2 with one of ``starts`` as wished for, 1 on a wished day, or 0."""
        return 2 if any(map(self.suits, starts)) else int(self._suits_day(day))

    def in_words(self, day: date, free: FreeTimes) -> list[str]:
        """Return what of the wishes ``day`` can give, in sentences; none without a wish."""
        why_none = free.why_none(day)
        if why_none and not self.any_day and self._suits_day(day):
            return [
                _("%(day)s would suit the patient, but nothing is free: %(why)s.")
                % {"day": _words(DAYS, [_WEEK[day.weekday()]]), "why": why_none}
            ]
        about_times = [] if why_none else self._about_times(day, free)
        return [sentence for sentence in [self._about_day(day), *about_times] if sentence]

    def within(self, begins: datetime, ends: datetime) -> str:
        """Return the preferred parts of the day that lie in this time, in words."""
        day = timezone.localdate(begins, timezone.get_default_timezone())
        lie = {part: span_of(part, day) for part in self.times}
        fitting = [
            part for part, (start, end) in lie.items() if min(ends, end) - max(begins, start) >= _LEAST
        ]
        return _words(TIMES, fitting)

    def _suits_day(self, day: date) -> bool:
        return self.any_day or _WEEK[day.weekday()] in self.days

    def _about_day(self, day: date) -> str:
        if not self.days:
            return ""
        if ANY_DAY in self.days:
            return _("Any day suits the patient.")
        if self._suits_day(day):
            return _("%(day)s is a day that suits the patient.") % {
                "day": _words(DAYS, [_WEEK[day.weekday()]])
            }
        return _("The patient wished for another day: %(days)s.") % {"days": _words(DAYS, self.days)}

    def _about_times(self, day: date, free: FreeTimes) -> list[str]:
        """Return the parts of the day that the patient wished for, and in which of them nothing is free."""
        if not self.times:
            return []
        reasons = {
            part: free.why_none(day, span_of(part, day)) for part, _label in TIMES if part in self.times
        }
        none = [
            _("%(part)s (%(why)s)") % {"part": _words(TIMES, [part]), "why": why}
            for part, why in reasons.items()
            if why
        ]
        wished = _("Wished for: %(times)s.") % {"times": _words(TIMES, self.times)}
        return [wished, *([_("Nothing is free: %(parts)s.") % {"parts": ", ".join(none)}] if none else [])]


def part_of(moment: datetime) -> str:
    """Return the part of the day in which ``moment`` lies, by the clinic's clock."""
    wall_time = timezone.localtime(moment, timezone.get_default_timezone()).time()
    begun = [part for part, begins in PARTS.items() if begins <= wall_time]
    return begun[-1] if begun else next(iter(PARTS))


def span_of(part: str, day: date) -> Span:
    """Return when ``part`` of ``day`` begins and ends; the first begins with the day."""
    zone = timezone.get_default_timezone()
    first = PARTS[part] if part != next(iter(PARTS)) else time.min
    return datetime.combine(day, first, zone), datetime.combine(day, _ENDS[part], zone)


def _words(choices: Sequence[tuple[str, StrOrPromise]], codes: list[str]) -> str:
    return ", ".join(str(label) for code, label in choices if code in codes)
