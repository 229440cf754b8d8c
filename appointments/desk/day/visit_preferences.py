"""Preferences of a patient, for days and parts of a day, compared with a day of the clinic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.patient_data import PatientData
from appointments.questions.choices import DAYS, TIMES
from appointments.targets.next_attempt import PARTS
from clinic.lazy_text import StrOrPromise

ANY_DAY = "any"
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

    def about_day(self, day: date) -> str:
        """Return whether the patient prefers ``day``, in words; empty without a preference."""
        if not self.days:
            return ""
        if ANY_DAY in self.days:
            return _("Any day suits the patient.")
        if _WEEK[day.weekday()] in self.days:
            return _("%(day)s is a day that suits the patient.") % {
                "day": _words(DAYS, [_WEEK[day.weekday()]])
            }
        return _("The patient wished for another day: %(days)s.") % {"days": _words(DAYS, self.days)}

    def about_times(self) -> str:
        """Return the parts of the day that the patient prefers, in words; empty without a preference."""
        return _("Wished for: %(times)s.") % {"times": _words(TIMES, self.times)} if self.times else ""

    def within(self, begins: datetime, ends: datetime) -> str:
        """Return the preferred parts of the day that lie in this time, in words."""
        zone = timezone.get_default_timezone()
        day = begins.astimezone(zone).date()
        fitting = []
        for part in self.times:
            first = PARTS[part] if part != next(iter(PARTS)) else time.min
            start, end = datetime.combine(day, first, zone), datetime.combine(day, _ENDS[part], zone)
            if min(ends, end) - max(begins, start) >= _LEAST:
                fitting.append(part)
        return _words(TIMES, fitting)


def _words(choices: Sequence[tuple[str, StrOrPromise]], codes: list[str]) -> str:
    return ", ".join(str(label) for code, label in choices if code in codes)
