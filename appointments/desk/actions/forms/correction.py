"""What the desk knows better than it was written, and how soon it matters."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appointments.form_fields import DialablePhoneField, PlainTextField
from appointments.models.requests import Priority
from appointments.patient_data import CORRECTABLE, DecryptionError
from appointments.questions.choices import NAME_LENGTH, SPEAKS, TIMES
from appointments.services.contact.corrections import answers_in_use

from .action import ActionForm, note_field

_YES_NO = [("no", _("No")), ("yes", _("Yes"))]


def _one_of(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class CorrectionForm(ActionForm):
    """Everything that is needed to reach the patient, as it is used now. What the patient wrote stays."""

    full_name = PlainTextField(label=_("Name"), max_length=NAME_LENGTH)
    guardian_name = PlainTextField(
        label=_("Speak with"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("Whom to ask for, if not the patient: a parent, or whoever helps."),
    )
    phone = DialablePhoneField(label=_("Phone"), required=False, max_length=40)
    voicemail_ok = _one_of(_("May we leave a message at this number?"), _YES_NO)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    mail_ok = _one_of(_("May we write to this address?"), _YES_NO)
    contact_by = _one_of(
        _("How do they want to be reached?"), [("phone", _("By phone")), ("email", _("By e-mail"))]
    )
    call_times = forms.MultipleChoiceField(
        label=_("Best time to call"), choices=TIMES, required=False, widget=forms.CheckboxSelectMultiple
    )
    speaks = forms.ChoiceField(label=_("Language"), choices=SPEAKS, required=False, widget=forms.RadioSelect)
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        try:
            self.known: dict[str, Any] | None = answers_in_use(self.appointment_request)
        except DecryptionError:
            self.known = None
        for name, value in (self.known or {}).items():
            self.initial[name] = ("yes" if value else "no") if isinstance(value, bool) else value
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> None:
        """Something is different, and the patient can still be reached in the way that was asked for."""
        super().clean()
        if self.known is None:
            raise ValidationError(_("What the patient wrote cannot be opened, so it cannot be corrected."))
        if self.errors:
            return
        for name in ("voicemail_ok", "mail_ok"):
            self.cleaned_data[name] = self.cleaned_data[name] == "yes"
        self.cleaned_data["mail_ok"] &= bool(self.cleaned_data["email"])
        self.cleaned_data["voicemail_ok"] &= bool(self.cleaned_data["phone"])
        of_a_child = self.appointment_request.patient.who_for == "child"
        if of_a_child and not self.cleaned_data["guardian_name"]:
            self.add_error("guardian_name", _("A child’s parent or guardian has to be named"))
        elif not self.cleaned_data[self.cleaned_data["contact_by"]]:
            self.add_error(self.cleaned_data["contact_by"], _("It is needed for how they want to be reached"))
        elif self.answers() == self.known:
            raise ValidationError(_("Nothing is different from what is known already."))

    def answers(self) -> dict[str, Any]:
        """What was filled in, as the patient's answers are kept."""
        return {name: self.cleaned_data[name] for name in CORRECTABLE}

    def arguments(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("version", "note")}
        return {**kept, "answers": self.answers()}


class PriorityForm(ActionForm):
    """How soon the desk should see to it."""

    priority = forms.TypedChoiceField(
        label=_("How soon?"), choices=Priority.choices, coerce=int, widget=forms.RadioSelect
    )
