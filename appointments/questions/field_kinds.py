"""Form fields for each kind of question, with the messages about a wrong answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.form_fields import PlainTextField

from .choices import NAME_LENGTH, YES_NO, Choices

_NOT_LISTED = {"invalid_choice": _("Choose one of the answers in the list")}


def typed(*, autocomplete: str, **attrs: str) -> forms.TextInput:
    """A line to type in, with the browser's spelling check off and its autocompletion told what it is."""
    return forms.TextInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", **attrs})


def name_of(label: str, *, hint: str, autocomplete: str, required: str = "") -> PlainTextField:
    """A person's name in any script; ``required`` is said when it is missing."""
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
    label: str, choices: Choices, *, hint: str = "", initial: str = "", required: str = ""
) -> forms.ChoiceField:
    """Radio buttons; ``required`` is said when none is chosen."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        initial=initial,
        required=bool(required),
        widget=forms.RadioSelect,
        error_messages={**_NOT_LISTED, "required": required},
    )


def yes_or_no(label: str) -> forms.ChoiceField:
    """Two radio buttons, of which one has to be chosen."""
    return forms.ChoiceField(label=label, choices=YES_NO, widget=forms.RadioSelect)


def several_of(label: str, choices: Choices) -> forms.MultipleChoiceField:
    """Check boxes of which any number may be ticked."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_NOT_LISTED,
    )


def in_list(label: str, *, hint: str) -> forms.ChoiceField:
    """A drop-down list, whose choices are set when the form is made."""
    return forms.ChoiceField(label=label, help_text=hint, required=False, error_messages=_NOT_LISTED)


def lines(label: str, *, hint: str, rows: int, most: int, too_long: str) -> PlainTextField:
    """A few lines of free text."""
    return PlainTextField(
        label=label,
        help_text=hint,
        lines=True,
        required=False,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        error_messages={"max_length": too_long},
    )


def optional(field: Any) -> Any:
    """``field``, marked as one that may be left out: the page says so beside the label."""
    field.optional = True
    return field


class TrustingField(forms.CharField):
    """A field that refuses nothing: a patient could not mend what is wrong where nobody sees it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.validators = []
