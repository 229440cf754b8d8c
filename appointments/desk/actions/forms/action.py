"""The form of every action: the version that the person saw, and the questions that several of them ask."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from appointments.form_fields import PlainTextField
from appointments.models import AppointmentRequest, MessageTemplate
from appointments.services.decisions.decisions import ToldBy
from clinic.identity.opening_hours import OpeningHours

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
    """A required question: how the patient was told."""
    return forms.ChoiceField(
        label=label,
        choices=[one for one in ToldBy.choices if one[0] != ToldBy.MESSAGE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how the patient was told")},
    )


@dataclass(frozen=True, kw_only=True)
class MessageOffer:
    """The message that may go with an action: the ``texts`` to choose from, and the ``address``.

    Without texts none can go, and ``why_not`` says why. ``preselected`` ticks the box for it.
    """

    texts: list[MessageTemplate] = field(default_factory=list)
    address: str = ""
    preselected: bool = True
    why_not: str = ""


class ActionForm(forms.Form):
    """The form of an action that needs nothing but the version; the others add their questions.

    Where ``message_offer`` holds a text, the form asks whether it should go to the patient too.
    """

    use_required_attribute = False

    version = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput, error_messages={"required": ""}
    )

    def __init__(
        self,
        *args: Any,
        appointment_request: AppointmentRequest,
        clock: OpeningHours,
        message_offer: MessageOffer | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.appointment_request = appointment_request
        self.clock = clock
        if message_offer and message_offer.texts:
            self._add_message_field(message_offer)

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments of the service, besides the request and the actor."""
        return {name: value for name, value in self.cleaned_data.items() if name != "write"}

    @property
    def wants_message(self) -> bool:
        """Whether the patient should be written to, once somebody has looked at the message."""
        return self.told_by_message or bool(self.cleaned_data.get("write"))

    @property
    def told_by_message(self) -> bool:
        """Whether nothing but the message tells the patient."""
        return self.cleaned_data.get("told_by") == ToldBy.MESSAGE

    def _add_message_field(self, offer: MessageOffer) -> None:
        names = list(self.fields)
        self.fields["write"] = forms.BooleanField(
            label=_("Write to the patient too"),
            help_text=format_lazy(
                _("By e-mail to {address}. You see the message before it goes."), address=offer.address
            ),
            required=False,
            initial=offer.preselected,
        )
        if "note" in names:
            names.insert(names.index("note"), "write")
            self.order_fields(names)
        if told_by := self.fields.get("told_by"):
            told_by.choices = ToldBy.choices


class NoteForm(ActionForm):
    """The form of an action that must be explained."""

    note = note_field(required=True, label=_("Note"))


class OptionalNoteForm(ActionForm):
    """The form of an action that may be explained."""

    note = note_field()
