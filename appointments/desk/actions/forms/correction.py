"""Forms to correct a patient's answers and to set the priority of a request."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appointments.models.requests import Priority
from appointments.patient_data import CORRECTABLE
from appointments.questions.choices import SPEAKS
from appointments.questions.table import QUESTIONS
from appointments.services.contact.corrections import answers_in_use
from clinic.languages.spoken import language_of
from clinic.typed.fields import set_choices

from .action import ActionForm, note_field


class CorrectionFields:
    """Mixin with a field for each answer that the desk may correct."""

    declared_fields = {one.correction_name: one.correction for one in QUESTIONS if one.correction}


class CorrectionForm(CorrectionFields, ActionForm):
    """Form of the details that are used to reach the patient. What the patient wrote stays."""

    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_use = answers_in_use(self.appointment_request) if self.appointment_request.answers else {}
        for name, value in self.in_use.items():
            self.initial[name] = ("yes" if value else "no") if isinstance(value, bool) else value
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if code := self.in_use.get("speaks"):
            # Whoever spoke it may have left meanwhile.
            set_choices(self.fields["speaks"], list(dict([*SPEAKS, (code, language_of(code).name)]).items()))

    def clean(self) -> None:
        """Check that an answer differs, and that the patient can be reached in the chosen way."""
        super().clean()
        answers = self.appointment_request.answers
        if answers is None:
            raise ValidationError(_("What the patient wrote cannot be opened, so it cannot be corrected."))
        if self.errors:
            return
        for name in ("voicemail_ok", "mail_ok"):
            self.cleaned_data[name] = self.cleaned_data[name] == "yes"
        self.cleaned_data["mail_ok"] &= bool(self.cleaned_data["email"])
        self.cleaned_data["voicemail_ok"] &= bool(self.cleaned_data["phone"])
        if answers.who_for == "child" and not self.cleaned_data["guardian_name"]:
            self.add_error("guardian_name", _("A child’s parent or guardian has to be named"))
        elif not self.cleaned_data[self.cleaned_data["contact_by"]]:
            self.add_error(self.cleaned_data["contact_by"], _("It is needed for how they want to be reached"))
        elif self.answers() == self.in_use:
            raise ValidationError(_("Nothing is different from what is known already."))

    def answers(self) -> dict[str, Any]:
        """Return the corrected answers, named and typed as the patient's are stored."""
        return {name: self.cleaned_data[name] for name in CORRECTABLE}

    def arguments(self) -> dict[str, Any]:
        return {
            "version": self.cleaned_data["version"],
            "note": self.cleaned_data["note"],
            "answers": self.answers(),
        }


class PriorityForm(ActionForm):
    """Form that sets the priority of a request."""

    priority = forms.TypedChoiceField(
        label=_("How soon?"), choices=Priority.choices, coerce=int, widget=forms.RadioSelect
    )
