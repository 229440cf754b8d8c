"""The form of a request that the front desk types while somebody talks: the patients' questions, reordered.

The rules are those of the website's form. The words speak to the receptionist, and no answer is offered
again by a browser that several people use.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from appointments.models.requests import Channel
from appointments.questions.form import RequestQuestions
from appointments.questions.person import FOR_ANOTHER

# What a request of the same person may bring along: who it is, and how to write to them.
FROM_EARLIER = ("full_name", "email", "who_for", *FOR_ANOTHER)
PHONE = "phone"

_DESK_CHANNELS = [(Channel.PHONE.value, _("On the phone")), (Channel.WALK_IN.value, _("At the counter"))]
_LABELS = {
    "full_name": _("Full name of the person who needs the visit"),
    "who_for": _("Who is the visit for?"),
    "guardian_name": _("Name of the person you are speaking with"),
    "relationship": _("What are they to the patient?"),
    "voicemail_ok": _("If nobody answers, may we leave a message?"),
    "email": _("E-mail address"),
    "consent_email": _("Yes: write to them about this request"),
    "contact_by": _("How do they want to be reached?"),
    "call_times": _("Best time to call"),
    "speaks": _("Language"),
    "visited_before": _("Visited us before?"),
    "topic": _("What would they like help with?"),
    "access_needs": _("Interpreter, or help getting in?"),
    "consent_contact": _("Yes: the clinic may contact them about this request"),
}
_CHOICES = {
    "who_for": [
        ("self", _("The person asking")),
        ("child", _("Their child, under 18")),
        ("other", _("Someone they care for")),
    ],
    "contact_by": [("phone", _("By phone")), ("email", _("By e-mail"))],
    "voicemail_ok": [("no", _("No")), ("yes", _("Yes, one that names the clinic and nothing else"))],
    "visited_before": [("no", _("No, first time")), ("yes", _("Yes"))],
}
_HINTS = {
    "full_name": _("Of a child the first name is enough."),
    "access_needs": "",
    "note": _("Only what the front desk needs. Leave medical details for the visit."),
    "guardian_name": "",
    "child_age": "",
}
_MISSING = {
    PHONE: _("Enter the phone number. Without one, choose “By e-mail” and enter the address"),
    "email": _("Enter the e-mail address to write to"),
    "full_name": _("Enter the full name"),
    "who_for": _("Select who the visit is for"),
    "guardian_name": _("Enter the name of the parent or guardian"),
    "relationship": _("Select what they are to the child"),
    "child_age": _("Select how old the child is"),
    "contact_by": _("Select how they want to be reached"),
    "days": _("Select at least one day or time that suits them"),
    "consent_contact": _("Ask whether we may contact them, and tick the box when they say yes"),
}


@dataclass(frozen=True)
class Part:
    """Some questions under one heading, and what to say aloud before them."""

    legend: str
    fields: list[BoundField]
    say: str = ""
    name: str = ""


class DeskRequestForm(RequestQuestions):
    """A request by phone or at the counter."""

    channel = forms.ChoiceField(
        label=_("The person is"), choices=_DESK_CHANNELS, initial=Channel.PHONE, widget=forms.RadioSelect
    )
    forget_article = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in _LABELS.items():
            self.fields[name].label = label
        for name, choices in _CHOICES.items():
            self.fields[name].choices = choices
        for name, field in self.fields.items():
            field.help_text = _HINTS.get(name, "")
            field.widget.attrs["autocomplete"] = "off"
            if name in _MISSING and field.required:
                field.error_messages["required"] = _MISSING[name]
        self.fields["note"].widget.attrs["rows"] = 3
        names = [PHONE, "channel", *(field.name for part in self.parts for field in part.fields)]
        self.order_fields(names)

    @cached_property
    def parts(self) -> list[Part]:
        """The questions after the phone number, in the order in which a call brings the answers."""
        return [
            self._part(_("Who"), "full_name who_for"),
            self._part(_("If it is for someone else"), " ".join(FOR_ANOTHER), name="someone-else"),
            self._part(
                _("How to reach them"),
                "contact_by voicemail_ok email consent_email call_times speaks",
                say=_(
                    "“If you do not answer, may we leave a message? It names the clinic and nothing else, "
                    "but others may hear it.” “May we e-mail you about this request: that it arrived, and "
                    "when your visit is? We write nothing about your health, but e-mail is not private.”"
                ),
            ),
            self._part(
                _("What it is about"),
                "topic visited_before",
                say=_("“You need not tell me what it is about. If you like, one word is enough.”"),
            ),
            self._part(_("When"), "days times", say=_("“Which days and times suit you best?”")),
            self._part(_("Anything else"), "access_needs note"),
            self._part(
                _("Their agreement"),
                "consent_contact",
                say=_("“May we contact you about this request, in the way you just told me?”"),
            ),
        ]

    def person_problems(self, answers: dict) -> dict[str, str]:
        return _in_desk_words(super().person_problems(answers))

    def contact_problems(self, answers: dict) -> dict[str, str]:
        return _in_desk_words(super().contact_problems(answers))

    def visit_problems(self, answers: dict) -> dict[str, str]:
        return _in_desk_words(super().visit_problems(answers))

    def problems(self) -> list[tuple[BoundField, str]]:
        """Each answer with its problem, in the order of the page."""
        return [(self[name], " ".join(self.errors[name])) for name in self.fields if name in self.errors]

    def _part(self, legend: str, names: str, *, say: str = "", name: str = "") -> Part:
        return Part(legend, [self[field] for field in names.split()], say, name)


def _in_desk_words(problems: Iterable[str]) -> dict[str, str]:
    return {name: _MISSING[name] for name in problems}
