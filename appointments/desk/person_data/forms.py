"""Forms about one person's data: the search, and what is asked of a second person."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.desk.lists.searches import LONGEST_SEARCH
from appointments.models.records.person_data import PersonDataKind, PersonDataReason
from clinic.typed.fields import PlainTextField, set_choices


class SearchForm(forms.Form):
    """Form that asks whom to look for. It is sent by POST: a name is in no address."""

    use_required_attribute = False

    q = PlainTextField(
        label=_("Name, phone, e-mail or reference"),
        max_length=LONGEST_SEARCH,
        error_messages={"required": _("Enter a name, a phone number, an e-mail address or a reference")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class AskForm(forms.Form):
    """Form that chooses requests of one person, and says what is to be done with them, and why."""

    use_required_attribute = False

    about = forms.MultipleChoiceField(
        label=_("Which of them are this person's?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one request"),
            "invalid_choice": _("One of the requests is not there any more. Look for the person again"),
        },
    )
    kind = forms.ChoiceField(
        label=_("What is to be done?"),
        choices=PersonDataKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is to be done"),
            "invalid_choice": _("Choose one of these"),
        },
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=PersonDataReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason"), "invalid_choice": _("Choose one of these")},
    )

    def __init__(self, *args: Any, found: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["about"], [(reference, reference) for reference in found])
