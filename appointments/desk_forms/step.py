"""What every step's form has: the version that the person saw, and the questions that several of them ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.fields import PlainTextField
from appointments.models import AppointmentRequest
from appointments.services.decisions import ToldBy
from clinic.opening_hours import OpeningHours

NOTE_LENGTH = 2000
LARGEST_VERSION = 2**31 - 1


def note_field(
    *, required: bool = False, label: str = _("Note for the timeline (optional)")
) -> PlainTextField:
    """Free text for the desk alone."""
    return PlainTextField(
        label=label,
        help_text=_("Only the front desk reads it. It is kept encrypted, and cannot be changed later."),
        lines=True,
        required=required,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


def told_by_field(*, label: str = _("How was the patient told?")) -> forms.ChoiceField:
    """How the patient learned of it; compulsory."""
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

    note = note_field(required=True, label=_("Note"))


class OptionalNoteForm(StepForm):
    """A step that may be explained."""

    note = note_field()
