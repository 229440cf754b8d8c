"""Form that closes a request as a duplicate: the reference of the request that stays."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appointments.models import AppointmentRequest
from appointments.references import normalize
from appointments.services.changes import visit_took_place
from appointments.services.decisions.merging import may_stay, would_lose_visit
from appointments.statuses import Status
from clinic.typed.fields import PlainTextField

from .action import ActionForm, note_field


def reference_field(**kwargs: Any) -> PlainTextField:
    """Return a field for the reference of a request."""
    return PlainTextField(
        help_text=_("Eight letters and digits, such as K7MW4RXQ."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        **kwargs,
    )


class DuplicateForm(ActionForm):
    """Form that asks for the reference of the request that stays."""

    original = reference_field(
        label=_("Reference of the request that stays"),
        error_messages={"required": _("Enter the reference of the request that stays")},
    )
    note = note_field()

    def clean_original(self) -> AppointmentRequest:
        """Return the request with this reference; refuse one that cannot stay."""
        original = AppointmentRequest.objects.filter(
            reference=normalize(self.cleaned_data["original"])
        ).first()
        if original is None:
            raise ValidationError(_("There is no request with this reference"))
        if original.pk == self.appointment_request.pk:
            raise ValidationError(_("This is the reference of the request itself. Enter the other one."))
        if problem := why_it_cannot_stay(original):
            raise ValidationError(problem)
        if would_lose_visit(self.appointment_request, original):
            raise ValidationError(
                _("This request has the visit, so it must stay. Close %(reference)s instead.")
                % {"reference": original.reference}
            )
        return original


def why_it_cannot_stay(original: AppointmentRequest) -> str:
    """Return why ``original`` cannot stay for its duplicates; empty when it can."""
    if may_stay(original):
        return ""
    if original.duplicate_of:
        words = _(
            "%(reference)s was itself closed as a duplicate of %(other)s. Enter that one, or reopen it first."
        )
        return words % {"reference": original.reference, "other": original.duplicate_of.reference}
    if visit_took_place(original):
        words = _(
            "%(reference)s ended with its visit. What was asked for since then needs an answer of its own."
        )
        return words % {"reference": original.reference}
    if original.status == Status.ENTERED_IN_ERROR:
        return _("%(reference)s was entered in error. Enter another one.") % {"reference": original.reference}
    return _("%(reference)s is closed. Reopen it first.") % {"reference": original.reference}
