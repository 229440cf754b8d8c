"""Times of the demonstration: around the moment at which it is loaded, while the clinic is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic.identity.clinic_time import clinic_day, start_of_day
from clinic.models import ClinicSettings

_STEP = timedelta(minutes=20)
_FARTHEST = timedelta(days=14)


@dataclass(frozen=True)
class Days:
    """Open days of the clinic before and after ``now``."""

    clinic: ClinicSettings
    now: datetime

    def past(self, days: int, hours: float) -> datetime:
        """Return the time ``hours`` after opening, that number of open days before today."""
        return self._opening(-1, days) + timedelta(hours=hours)

    def coming(self, days: int, hours: float) -> datetime:
        """Return the time ``hours`` after opening, that number of open days after today or the next one."""
        today = self._opening_of(0)
        if today and not days:
            return today + timedelta(hours=hours)
        return self._opening(1, days if today else days + 1) + timedelta(hours=hours)

    def received_when_due_in(self, left: timedelta) -> datetime:
        """Return when a request arrived whose answer is due ``left`` from now, or just before."""
        moment = self.now - _STEP
        while self.clinic.reply_due(moment) > self.now + left and self.now - moment < _FARTHEST:
            moment -= _STEP
        return moment

    def _opening(self, direction: int, days: int) -> datetime:
        """Return the opening time of the open day with that number, counted from today."""
        open_days = offset = 0
        while offset < _FARTHEST.days:
            offset += 1
            if opening := self._opening_of(direction * offset):
                open_days += 1
                if open_days == days:
                    return opening
        # Opening time of a clinic that states no hours.
        return start_of_day(self.now, days_later=direction * days) + timedelta(hours=9)

    def _opening_of(self, days_later: int) -> datetime | None:
        midnight = start_of_day(self.now, days_later=days_later)
        opens = self.clinic.clock.next_opening(midnight - timedelta(minutes=1))
        return opens if opens and clinic_day(opens) == clinic_day(midnight) else None
