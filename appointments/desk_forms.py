"""What the front desk fills in for each step on a request.

Every form carries the version that the person saw; ``arguments`` is what the step's service is called with.
"""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clinic.models import Practitioner
from clinic.opening_hours import OpeningHours

from .clinic_time import clinic_day, day_or_time, moment_of, start_of_day
from .fields import PlainTextField
from .models import AppointmentRequest
from .references import normalize
from .services.attempts import AttemptChannel, AttemptOutcome
from .services.decisions import DeclineReason, ToldBy

NOTE_LENGTH = 2000
LARGEST_VERSION = 2**31 - 1
VISIT_LENGTHS = [
    (minutes, format_lazy(_("{minutes} minutes"), minutes=minutes)) for minutes in (30, 45, 60, 90)
]
# Beyond it the year is a slip of the finger.
FARTHEST_VISIT = timedelta(days=5 * 366)


def _note(*, required: bool = False, label: str = _("Note for the timeline (optional)")) -> PlainTextField:
    return PlainTextField(
        label=label,
        help_text=_("Only the front desk reads it. It is kept encrypted, and cannot be changed later."),
        lines=True,
        required=required,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


def _told_by(*, label: str = _("How was the patient told?")) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=ToldBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how the patient was told")},
    )


class StepForm(forms.Form):
    """A step that needs nothing but the version; the others add their questions."""

    use_required_attribute = False

    version = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput, error_messages={"required": ""}
    )

    def __init__(
        self, *args: Any, appointment_request: AppointmentRequest, clock: OpeningHours, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.appointment_request = appointment_request
        self.clock = clock

    def arguments(self) -> dict[str, Any]:
        """What the service is told, besides who asks."""
        return self.cleaned_data


class NoteForm(StepForm):
    """A step that must be explained."""

    note = _note(required=True, label=_("Note"))


class OptionalNoteForm(StepForm):
    """A step that may be explained."""

    note = _note()


class NextAttempt(models.TextChoices):
    """When to try again, in the steps in which a desk thinks."""

    NONE = "none", _("No further attempt planned")
    HOURS = "hours", _("In 2 hours")
    MORNING = "morning", _("Next morning")
    TWO_DAYS = "two_days", _("In 2 days")


class AttemptForm(StepForm):
    """A call or a message to the patient, and what came of it."""

    channel = forms.ChoiceField(
        label=_("How did you try?"), choices=AttemptChannel.choices, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label=_("What happened?"),
        choices=AttemptOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what happened")},
    )
    next_attempt = forms.ChoiceField(
        label=_("Try again"), choices=NextAttempt.choices, initial=NextAttempt.NONE, widget=forms.RadioSelect
    )
    note = _note()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_attempt"].choices = [
            (choice.value, self._label(choice, self._moments[choice])) for choice in NextAttempt
        ]

    def _label(self, choice: NextAttempt, moment: datetime | None) -> str:
        if moment is None:
            return choice.label
        # In two hours the clinic may be closed.
        opens = choice is NextAttempt.HOURS and moment - timezone.now() > timedelta(hours=2)
        name = _("When the clinic opens") if opens else choice.label
        return f"{name}: {day_or_time(moment)}"

    @cached_property
    def _moments(self) -> dict[str, datetime | None]:
        """Each choice as a moment when the clinic is open; without opening hours, in two hours or at 9 AM."""
        now = timezone.now()
        soon = now + timedelta(hours=2)
        morning, later = start_of_day(now, days_later=1), start_of_day(now, days_later=2)
        nine = timedelta(hours=9)
        return {
            NextAttempt.NONE: None,
            NextAttempt.HOURS: soon if self.clock.is_open(soon) else self.clock.next_opening(soon) or soon,
            NextAttempt.MORNING: self.clock.next_opening(morning) or morning + nine,
            NextAttempt.TWO_DAYS: self.clock.next_opening(later) or later + nine,
        }

    def arguments(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("version", "channel", "outcome", "note")}
        return {**kept, "next_attempt_at": self._moments[self.cleaned_data["next_attempt"]]}


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
    told_by = _told_by(label=_("How does the patient know?"))
    note = _note()

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

    told_by = _told_by()
    note = _note()


class DeclineForm(StepForm):
    """Why the clinic cannot offer this, and how the patient learned of it."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select a reason")},
    )
    told_by = _told_by()
    note = _note()


class DuplicateForm(StepForm):
    """Which request stays."""

    original = forms.CharField(
        label=_("Reference of the request that stays"),
        help_text=_("Eight letters and digits, such as K7MW4RXQ."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the reference of the request that stays")},
    )
    note = _note()

    def clean_original(self) -> AppointmentRequest:
        """The request with this reference; not the one that is being closed, nor one that points to it."""
        original = AppointmentRequest.objects.filter(
            reference=normalize(self.cleaned_data["original"])
        ).first()
        if original is None:
            raise ValidationError(_("There is no request with this reference"))
        if original.pk == self.appointment_request.pk:
            raise ValidationError(_("This is the reference of the request itself. Enter the other one."))
        if original.duplicate_of_id == self.appointment_request.pk:
            raise ValidationError(_("That request was closed as a duplicate of this one. Reopen it first."))
        return original
