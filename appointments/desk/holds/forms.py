"""Forms of legal holds: the reference of a request, and the reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.desk.access_log.who_saw import ReferenceForm
from clinic.typed.fields import PlainTextField

SHORTEST_REASON, LONGEST_REASON = 10, 300


class RequestToHoldForm(ReferenceForm):
    """Form that asks which request is to be held."""

    reference = PlainTextField(
        label=_("Reference of the request"),
        help_text=_("It stands on the request and in every mail about it."),
        error_messages={"required": _("Enter the reference of a request")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(forms.Form):
    """Form that asks why a hold is put on a request, or lifted."""

    use_required_attribute = False

    reason = PlainTextField(
        label=_("Reason"),
        help_text=_(
            "Who asks for it and about what, such as “Letter of a lawyer, November 12, kept in the safe”. It "
            "stands in what happened to the request, encrypted as notes are, for the front desk to read."
        ),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Enter the reason")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_reason(self) -> str:
        """Return the reason; one that says nothing is refused."""
        reason: str = self.cleaned_data["reason"]
        if len(reason) < SHORTEST_REASON or len(reason.split()) < 2:
            raise forms.ValidationError(
                _("Say it in a few words, so that somebody else understands it in a year")
            )
        return reason
