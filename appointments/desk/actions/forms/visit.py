"""Forms that schedule, move and cancel a visit."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from appointments.desk.day.visit_times import in_words
from appointments.targets.visit_objections import Objection, Offer
from clinic.database.clock import current_time
from clinic.identity.clinic_time import clinic_day, moment_of, start_of_day
from clinic.models import Practitioner
from clinic.typed.fields import PlainTextField

from .action import ActionForm, note_field, told_by_field
from .spoken_language import SpokenLanguage

VISIT_LENGTHS = [
    (minutes, format_lazy(_("{minutes} minutes"), minutes=minutes)) for minutes in (30, 45, 60, 90)
]
USUAL_LENGTH = 60
# Farther ahead, the year of a visit is probably mistyped.
FARTHEST_VISIT = timedelta(days=5 * 366)


class ConfirmWarningInput(forms.CheckboxInput):
    """Checkbox that confirms a warning. Its value names the visit: a tick holds for no other time."""

    warned_of = ""

    def __init__(self) -> None:
        super().__init__(check_test=lambda ticked: bool(ticked) and ticked == self.warned_of)

    def format_value(self, value: Any) -> str:
        return self.warned_of

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, "")


class PractitionerField(forms.ModelChoiceField):
    """Choice of a practitioner, which says who speaks the patient's ``language``."""

    language = SpokenLanguage()

    def label_from_instance(self, obj: Any) -> str:
        return self.language.beside(obj.display_name, obj)


class ScheduleForm(ActionForm):
    """Form that schedules the visit that was agreed on with the patient."""

    too_early = _("This is in the past. Enter a time to come; for somebody who was seen, today or yesterday.")

    practitioner = PractitionerField(
        label=_("With whom?"),
        # Those of the day on which the form is made.
        queryset=Practitioner.objects.none(),
        empty_label=_("Choose a practitioner"),
        error_messages={"required": _("Choose a practitioner")},
    )
    minutes = forms.TypedChoiceField(
        label=_("Length"), choices=VISIT_LENGTHS, initial=USUAL_LENGTH, coerce=int, widget=forms.RadioSelect
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
    anyway = PlainTextField(
        label=_("Schedule it all the same"), required=False, max_length=100, widget=ConfirmWarningInput
    )
    told_by = told_by_field(label=_("How does the patient know?"))
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objections: set[Objection] = set()
        self.asks = False
        self.start: datetime | None = None
        self._say_who_speaks()

    def visible_fields(self) -> list[forms.BoundField]:
        """Return the fields; the checkbox only if there is a warning."""
        return [field for field in super().visible_fields() if field.name != "anyway" or self.asks]

    def clean(self) -> None:
        """Check day and time together: a time in the future that the clock shows exactly once."""
        super().clean()
        if "day" not in self.cleaned_data or "starts" not in self.cleaned_data:
            return
        now = current_time()
        if self.cleaned_data["day"] > clinic_day(now + FARTHEST_VISIT):
            self.add_error("day", _("This day is too far away. Check the year."))
            return
        try:
            self.start = moment_of(self.cleaned_data["day"], self.cleaned_data["starts"])
        except ValidationError as error:
            self.add_error("starts", error)
            return
        if self.start <= now and not self._may_have_been_seen(now):
            field = "day" if self.cleaned_data["day"] < clinic_day(now) else "starts"
            self.add_error(field, self.too_early)
            return
        self._warn(self.start)
        if self.is_past and self.told_by_message:
            self.add_error(
                "told_by", _("No message goes about a time that has passed. Say how the patient knows.")
            )

    @property
    def is_past(self) -> bool:
        """Return whether the patient is here or was seen: the time has begun."""
        return self.start is not None and self.start <= current_time()

    @property
    def wants_message(self) -> bool:
        """Return whether to send a message to the patient: never about a time that has passed."""
        return super().wants_message and not self.is_past

    def _may_have_been_seen(self, now: datetime) -> bool:
        """Return whether somebody may have come without an appointment then: today, or yesterday."""
        return self.start is not None and self.start >= start_of_day(now, days_later=-1)

    def arguments(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("version", "practitioner", "told_by", "note")}
        length = timedelta(minutes=self.cleaned_data["minutes"])
        return {**kept, "start": self.start, "length": length, "despite": sorted(self.objections)}

    def wanted_day(self) -> date | None:
        """Return the day that was entered, whether or not the rest of the form is filled in."""
        return self._read("day")

    def wanted_practitioner(self) -> Practitioner | None:
        """Return the practitioner who was chosen, whether or not the rest of the form is filled in."""
        return self._read("practitioner")

    def wanted_length(self) -> timedelta:
        """Return the length that was chosen, or the usual one."""
        lengths = {str(minutes): minutes for minutes, _words in VISIT_LENGTHS}
        return timedelta(minutes=lengths.get(str(self["minutes"].value()), USUAL_LENGTH))

    def wanted_start(self) -> datetime | None:
        """Return the beginning that was entered, whether or not the rest of the form is filled in."""
        day, starts = self._read("day"), self._read("starts")
        try:
            return moment_of(day, starts) if day and starts else None
        except ValidationError:
            return None

    def _say_who_speaks(self) -> None:
        """Say in what language the patient wants to be spoken with, if it is not the site's own."""
        field = self.fields["practitioner"]
        if isinstance(field, PractitionerField):
            field.queryset = Practitioner.objects.offering_visits()
            field.language = SpokenLanguage.of(self.appointment_request)
            field.help_text = field.language.said_of(field.queryset)

    def _read(self, name: str) -> Any:
        value = self[name].value()
        if isinstance(value, Practitioner | date | time):
            return value
        try:
            return self.fields[name].to_python(value)
        except ValidationError:
            return None

    def _warn(self, start: datetime) -> None:
        """Ask for a confirmation if the clinic may be closed or the practitioner away."""
        if "practitioner" not in self.cleaned_data or "minutes" not in self.cleaned_data:
            return
        who, minutes = self.cleaned_data["practitioner"], self.cleaned_data["minutes"]
        offer, end = Offer(who, self.clock), start + timedelta(minutes=minutes)
        self.objections = offer.objections(start, end)
        words, stamp = in_words(self.objections, offer, start, end), sorted(self.objections)
        if self.is_past:
            # Whether the clinic was open then no longer matters.
            words, stamp = (
                [str(_("This time has begun or passed. Confirm that the patient came; no message goes."))],
                [],
            )
            self["anyway"].label = _("The patient is here, or was seen then")
        self.asks = bool(words)
        checkbox = self.fields["anyway"].widget
        # The objections too: whoever agreed to one has not agreed to another that came up since.
        checkbox.warned_of = " ".join([f"{who.pk} {start.isoformat()} {minutes}", *stamp])
        if words and self.cleaned_data.get("anyway") != checkbox.warned_of:
            self.add_error("anyway", " ".join(words))


class CancelVisitForm(ActionForm):
    """Form that cancels a visit: how the patient was told."""

    told_by = told_by_field()
    note = note_field()
