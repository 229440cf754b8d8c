"""Working time of a practitioner: hours and days off, as typed in the admin, turned into a clock."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .opening_hours import Closure, OpeningHours
from .timetables import DaysOffFault, Fault, days_off, fault_of, faults_of, in_date_order, weekly_of


class WorkingTimeMixin:
    """Methods for a model with the fields ``working_hours`` and ``leave``. Makes no query."""

    working_hours: Any
    leave: Any

    @property
    def days_away(self) -> tuple[Closure, ...]:
        """Return this person's days off."""
        return days_off(self.leave)

    def clock(self, clinic: OpeningHours) -> OpeningHours:
        """Return this person's hours in a clinic with the hours and closures of ``clinic``."""
        hours = weekly_of(self.working_hours) or clinic.weekly
        return replace(clinic, weekly=hours, closures=(*clinic.closures, *self.days_away))

    def is_away_on(self, day: date) -> bool:
        """Return whether all of ``day`` is one of this person's days off."""
        return any(leave.covers(day) for leave in self.days_away)

    def clean_working_time(self) -> None:
        """Raise ``ValidationError`` about impossible hours and days; else put the days off in order."""
        if errors := self.working_time_errors():
            raise ValidationError(errors)
        self.leave = in_date_order(self.leave)

    def working_time_errors(self) -> dict[str, list[str]]:
        """Return messages about impossible hours and days, by field."""
        errors = {"working_hours": self._hours_errors(), "leave": self._leave_errors()}
        return {field: messages for field, messages in errors.items() if messages}

    def _hours_errors(self) -> list[str]:
        says = {
            Fault.BACKWARDS: _("%(day)s: work must end after it begins."),
            Fault.OVERLAP: _("%(day)s: two times overlap."),
        }
        return [says[fault] % {"day": day} for day, fault in faults_of(weekly_of(self.working_hours))]

    def _leave_errors(self) -> list[str]:
        says = {
            DaysOffFault.BACKWARDS: _("The last day away comes before the first."),
            DaysOffFault.PART_OF_DAYS: _(
                "A time away holds for one day. Enter that day as the first and the last, or no time."
            ),
            DaysOffFault.TIME_BACKWARDS: _("A time away must end after it begins."),
        }
        found = dict.fromkeys(fault for leave in self.days_away if (fault := fault_of(leave)))
        return [says[fault] for fault in found]
