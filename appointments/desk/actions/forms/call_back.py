"""Form that plans the next call for a time agreed on with the patient."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from clinic.database.clock import current_time
from clinic.identity.clinic_time import day_and_time, day_or_time, moment_of, start_of_day
from clinic.identity.opening_hours import OpeningHours
from clinic.typed.fields import set_choices

from .action import ActionForm, note_field

# Limit for a slip in the year; nobody plans a call for later.
_LATEST = timedelta(days=365)
_NINE = timedelta(hours=9)


class CallBack(models.TextChoices):
    """Choices for the time of a call that was agreed on."""

    HOURS = "hours", _("In 2 hours")
    MORNING = "morning", _("Next morning")
    TWO_DAYS = "two_days", _("In 2 days")
    OTHER = "other", _("Another time")


def times_to_call(clock: OpeningHours) -> dict[str, datetime]:
    """Return the times of the choices, within opening hours; without those, in two hours or at 9 AM."""
    now = current_time()
    later = now + timedelta(hours=2)
    morning, after = start_of_day(now, days_later=1), start_of_day(now, days_later=2)
    return {
        CallBack.HOURS: later if clock.is_open(later) else clock.next_opening(later) or later,
        CallBack.MORNING: clock.next_opening(morning) or morning + _NINE,
        CallBack.TWO_DAYS: clock.next_opening(after) or after + _NINE,
    }


class CallBackForm(ActionForm):
    """Form that asks when to call."""

    when = forms.ChoiceField(
        label=_("When will you call?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select when you will call")},
    )
    day = forms.DateField(
        label=_("Day, for another time"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    at = forms.TimeField(
        label=_("Time, for another time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.times = times_to_call(self.clock)
        labels = [
            (one.value, f"{one.label}: {day_or_time(self.times[one])}")
            for one in CallBack
            if one in self.times
        ]
        set_choices(self.fields["when"], [*labels, (CallBack.OTHER.value, CallBack.OTHER.label)])

    def clean(self) -> dict[str, Any]:
        """Find the moment, of a day and time that were typed too."""
        super().clean()
        chosen = self.cleaned_data.get("when")
        if chosen == CallBack.OTHER:
            self.cleaned_data["moment"] = self._typed()
        elif chosen:
            self.cleaned_data["moment"] = self.times[chosen]
        return self.cleaned_data

    def arguments(self) -> dict[str, Any]:
        moment, note = self.cleaned_data["moment"], self.cleaned_data["note"]
        planned = _t("The next call is planned for %(when)s.") % {"when": day_and_time(moment)}
        return {
            "version": self.cleaned_data["version"],
            "note": f"{planned}\n{note}".strip(),
            "next_attempt_at": moment,
        }

    def _typed(self) -> datetime | None:
        day, at = self.cleaned_data.get("day"), self.cleaned_data.get("at")
        for name, value in (("day", day), ("at", at)):
            if value is None and name not in self.errors:
                self.add_error(name, _("Enter the day") if name == "day" else _("Enter the time"))
        if day is None or at is None:
            return None
        moment = moment_of(day, at)
        if not current_time() < moment < current_time() + _LATEST:
            raise ValidationError({"day": _("Choose a time that is to come, within a year.")})
        return moment
