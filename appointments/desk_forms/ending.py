"""How a request ends without a visit."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appointments.models import AppointmentRequest
from appointments.references import normalize
from appointments.services.decisions import DeclineReason

from .step import StepForm, note_field, told_by_field


class DeclineForm(StepForm):
    """Why the clinic cannot offer this, and how the patient learned of it."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select a reason")},
    )
    told_by = told_by_field()
    note = note_field()


class DuplicateForm(StepForm):
    """Which request stays."""

    original = forms.CharField(
        label=_("Reference of the request that stays"),
        help_text=_("Eight letters and digits, such as K7MW4RXQ."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the reference of the request that stays")},
    )
    note = note_field()

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
