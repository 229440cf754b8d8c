"""The visit: with whom and when, and that it will not take place."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from appointments.clinic_time import clinic_day, moment_of
from clinic.models import Practitioner

from .step import StepForm, note_field, told_by_field

VISIT_LENGTHS = [
    (minutes, format_lazy(_("{minutes} minutes"), minutes=minutes)) for minutes in (30, 45, 60, 90)
]
# Beyond it the year is a slip of the finger.
FARTHEST_VISIT = timedelta(days=5 * 366)


class ScheduleForm(StepForm):
    """The visit that was agreed on with the patient."""

    practitioner = forms.ModelChoiceField(
        label=_("With whom?"),
        queryset=Practitioner.objects.offering_visits(),
        empty_label=_("Choose a practitioner"),
        error_messages={"required": _("Choose a practitioner")},
    )
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter the day"), "invalid": _("Enter a day, such as 2027-01-31")},
    )
    starts = forms.TimeField(
        label=_("Starts at"),
        input_formats=["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p"],
        widget=forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M"),
        error_messages={"required": _("Enter the time"), "invalid": _("Enter a time, such as 2:30 PM")},
    )
    minutes = forms.TypedChoiceField(
        label=_("Length"), choices=VISIT_LENGTHS, initial=60, coerce=int, widget=forms.RadioSelect
    )
    told_by = told_by_field(label=_("How does the patient know?"))
    note = note_field()

    def clean(self) -> None:
        """The day and the time together: a moment to come, and one that the clock shows once."""
        super().clean()
        if "day" not in self.cleaned_data or "starts" not in self.cleaned_data:
            return
        now = timezone.now()
        if self.cleaned_data["day"] > clinic_day(now + FARTHEST_VISIT):
            self.add_error("day", _("This day is too far away. Check the year."))
            return
        try:
            self.start = moment_of(self.cleaned_data["day"], self.cleaned_data["starts"])
        except ValidationError as error:
            self.add_error("starts", error)
            return
        if self.start <= now:
            field = "day" if self.cleaned_data["day"] < clinic_day(now) else "starts"
            self.add_error(field, _("This is in the past. Enter a time to come."))

    def arguments(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("version", "practitioner", "told_by", "note")}
        return {**kept, "start": self.start, "length": timedelta(minutes=self.cleaned_data["minutes"])}


class CancelVisitForm(StepForm):
    """The visit will not take place; the patient knows."""

    told_by = told_by_field()
    note = note_field()
