"""Base form of the actions: the version that the person saw, and questions of several forms."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from appointments.models import AppointmentRequest, MessageTemplate
from appointments.models.event_kinds import ToldBy
from appointments.notices.wording import OfferedTime
from clinic.identity.opening_hours import OpeningHours
from clinic.lazy_text import StrOrPromise
from clinic.typed.fields import PlainTextField, set_choices

NOTE_LENGTH = 2000
_NOTE = _("Note for the timeline (optional)")
_TOLD_BY = _("How was the patient told?")
LARGEST_VERSION = 2**31 - 1


def note_field(*, required: bool = False, label: StrOrPromise = _NOTE) -> PlainTextField:
    """Return a field for free text that only the desk reads."""
    return PlainTextField(
        label=label,
        help_text=_("Only the front desk reads it. It is kept encrypted, and cannot be changed later."),
        lines=True,
        required=required,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


def told_by_field(*, label: StrOrPromise = _TOLD_BY) -> forms.ChoiceField:
    """Return the required question how the patient was told."""
    return forms.ChoiceField(
        label=label,
        choices=[one for one in ToldBy.choices if one[0] != ToldBy.MESSAGE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how the patient was told")},
    )


@dataclass(frozen=True, kw_only=True)
class MessageOffer:
    """Message that an action can send: the ``texts`` to choose from, and the ``address``.

    Without texts none can be sent, and ``why_not`` says why. ``preselected`` ticks the checkbox for it.
    """

    texts: list[MessageTemplate] = field(default_factory=list)
    address: str = ""
    preselected: bool = True
    why_not: str = ""


class ActionForm(forms.Form):
    """Form of an action without questions; subclasses add theirs.

    With a text in ``message_offer``, the form asks whether to send it to the patient.
    """

    use_required_attribute = False
    # True for an action that is nothing without its message.
    needs_message = False

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
        """Return the keyword arguments of the service, besides the request and the actor."""
        return {name: value for name, value in self.cleaned_data.items() if name != "write"}

    @property
    def offered(self) -> Sequence[OfferedTime]:
        """Return the free times that the message offers."""
        return ()

    @property
    def wants_message(self) -> bool:
        """Return whether to send a message to the patient, after a preview."""
        return self.told_by_message or bool(self.cleaned_data.get("write"))

    @property
    def told_by_message(self) -> bool:
        """Return whether the patient is told by the message alone."""
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
            set_choices(told_by, ToldBy.choices)


class NoteForm(ActionForm):
    """Form of an action that must be explained."""

    note = note_field(required=True, label=_("Note"))


class OptionalNoteForm(ActionForm):
    """Form of an action that may be explained."""

    note = note_field()
