"""Form fields for each kind of question, with the messages about a wrong answer."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.lazy_text import StrOrPromise
from clinic.typed.asked_back import AskedBackInput
from clinic.typed.fields import PlainTextField

from .choices import NAME_LENGTH, OF_A_CHILD, YES_NO, Choices

_NOT_LISTED = {"invalid_choice": _("Choose one of the answers in the list")}


def typed(*, autocomplete: str, **attrs: str) -> forms.TextInput:
    """Return a text input with a hint for autocompletion and without the browser's spelling check."""
    return forms.TextInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", **attrs})


def asked_back(*, autocomplete: str, **attrs: str) -> AskedBackInput:
    """Return the same for an answer that is asked about when it is in doubt."""
    return AskedBackInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", **attrs})


def name_of(
    label: StrOrPromise, *, hint: StrOrPromise = "", autocomplete: str, required: StrOrPromise = ""
) -> PlainTextField:
    """Return a field for a name in any script; ``required`` is the error when it is missing."""
    return PlainTextField(
        label=label,
        help_text=hint,
        required=bool(required),
        max_length=NAME_LENGTH,
        widget=typed(autocomplete=autocomplete, dir="auto"),
        error_messages={
            "required": required,
            "max_length": _("The name must be 200 characters or fewer"),
        },
    )


def one_of(
    label: StrOrPromise,
    choices: Choices,
    *,
    hint: StrOrPromise = "",
    initial: str = "",
    required: StrOrPromise = "",
) -> forms.ChoiceField:
    """Return a field with radio buttons; ``required`` is the error when none is chosen."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        initial=initial,
        required=bool(required),
        widget=forms.RadioSelect,
        error_messages={**_NOT_LISTED, "required": required},
    )


class RelationshipSelect(forms.RadioSelect):
    """Radio buttons that say which of them are no relationship to a child, for the stylesheet."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value not in OF_A_CHILD:
            option["attrs"]["data-adult"] = True
        return option


def relationship_to(label: StrOrPromise, choices: Choices) -> forms.ChoiceField:
    """Return a field for what somebody is to the patient."""
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=RelationshipSelect, error_messages=_NOT_LISTED
    )


def yes_or_no(label: StrOrPromise) -> forms.ChoiceField:
    """Return a field with two radio buttons, of which one has to be chosen."""
    return forms.ChoiceField(label=label, choices=YES_NO, widget=forms.RadioSelect)


class OpenChoiceField(forms.MultipleChoiceField):
    """Check boxes for days or times, of which only those are offered at which the clinic opens."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        **_NOT_LISTED,
        "closed": _("The clinic is closed then in the next weeks: %(names)s. Choose another time"),
    }
    closed: Mapping[Any, StrOrPromise] = {}

    def __init__(self, *, choices: Choices, **kwargs: Any) -> None:
        super().__init__(choices=choices, **kwargs)
        self.every = choices

    def offer(self, choices: Choices) -> None:
        """Offer only these; one of the others may still come from a form that was opened before."""
        self.closed = {code: label for code, label in self.every if code not in dict(choices)}
        self.choices = choices

    def validate(self, value: Any) -> None:
        if names := [str(self.closed[one]) for one in value if one in self.closed]:
            params = {"names": ", ".join(names)}
            raise ValidationError(self.error_messages["closed"], code="closed", params=params)
        super().validate(value)


def several_of(label: StrOrPromise, choices: Choices) -> OpenChoiceField:
    """Return a field with check boxes for days or times, of which any number may be ticked."""
    return OpenChoiceField(label=label, choices=choices, required=False)


def in_list(label: StrOrPromise, *, hint: StrOrPromise) -> forms.ChoiceField:
    """Return a field with a drop-down list, whose choices are set when the form is made."""
    return forms.ChoiceField(label=label, help_text=hint, required=False, error_messages=_NOT_LISTED)


def lines(
    label: StrOrPromise, *, hint: StrOrPromise, rows: int, most: int, too_long: StrOrPromise
) -> PlainTextField:
    """Return a field for a few lines of free text."""
    return PlainTextField(
        label=label,
        help_text=hint,
        lines=True,
        required=False,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        error_messages={"max_length": too_long},
    )


def optional[F: forms.Field](field: F) -> F:
    """Mark ``field`` as optional, which the page shows beside the label."""
    field.optional = True  # type: ignore[attr-defined]  # the templates' own attribute
    return field


class TrustingField(forms.CharField):
    """Hidden field that accepts everything, because a patient could not correct what nobody sees."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.validators = []
