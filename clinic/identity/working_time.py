"""When a practitioner works: hours and days off as typed in the admin, as a clock that can be asked."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .opening_hours import OpeningHours
from .timetables import Fault, days_off, faults_of, weekly_of


class WorkingTimeMixin:
    """Mixed into whoever has ``working_hours`` and ``leave``. Asks no database."""

    working_hours: Any
    leave: Any

    def clock(self, clinic: OpeningHours) -> OpeningHours:
        """When this person sees patients in a clinic with these hours, whose closures hold here too."""
        hours = weekly_of(self.working_hours) or clinic.weekly
        return replace(clinic, weekly=hours, closures=(*clinic.closures, *days_off(self.leave)))

    def is_away_on(self, day: date) -> bool:
        """Whether ``day`` is one of this person's days off."""
        return any(leave.covers(day) for leave in days_off(self.leave))

    def working_time_errors(self) -> dict[str, list[str]]:
        """What cannot be meant, by field."""
        errors = {"working_hours": self._hours_errors(), "leave": self._leave_errors()}
        return {field: messages for field, messages in errors.items() if messages}

    def _hours_errors(self) -> list[str]:
        says = {
            Fault.BACKWARDS: _("%(day)s: work must end after it begins."),
            Fault.OVERLAP: _("%(day)s: two times overlap."),
        }
        return [says[fault] % {"day": day} for day, fault in faults_of(weekly_of(self.working_hours))]

    def _leave_errors(self) -> list[str]:
        backwards = any(leave.last_day < leave.first_day for leave in days_off(self.leave))
        return [_("The last day away comes before the first.")] if backwards else []
