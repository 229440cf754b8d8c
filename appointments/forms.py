"""What a patient fills in to ask for an appointment, and what we say when an answer is missing."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from articles.models import ConditionPage

from .fields import DialablePhoneField, PlainTextField
from .patient_data import PatientData
from .phones import to_e164

# Kept with each request. A new wording of a consent gets a new version.
CONSENT_VERSION = "2026-11"
NOTE_LENGTH = 500
NAME_LENGTH = 200

WHO_FOR = [("self", _("Me")), ("child", _("My child, under 18")), ("other", _("Someone I care for"))]
CONTACT_BY = [("phone", _("Call me")), ("email", _("Email me"))]
SPEAKS = [("en", _("English")), ("es", _("Spanish"))]
VISITED = [("no", _("No, this is the first time")), ("yes", _("Yes"))]
DAYS = [
    ("any", _("Any day")),
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
]
TIMES = [
    ("morning", _("Morning")),
    ("midday", _("Midday")),
    ("afternoon", _("Afternoon")),
    ("evening", _("Evening")),
]
OTHER_TOPIC, IN_PERSON_TOPIC = "other", "in_person"
_NOT_LISTED = _("Choose one of the answers in the list")


@dataclass(frozen=True)
class Fieldset:
    """A group of questions under one heading."""

    legend: str
    hint: str
    fields: list[BoundField]


def _text(*, autocomplete: str, **attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", **attrs})


def _several(label: str, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _NOT_LISTED},
    )


class AppointmentRequestForm(forms.Form):
    """The request. ``articles`` are the live articles, for the list of topics."""

    use_required_attribute = False

    who_for = forms.ChoiceField(
        label=_("Who is the appointment for?"),
        choices=WHO_FOR,
        initial="self",
        widget=forms.RadioSelect,
        error_messages={"required": _("Select who the appointment is for"), "invalid_choice": _NOT_LISTED},
    )
    full_name = PlainTextField(
        label=_("Full name"),
        help_text=_("Of the person who needs the visit. For a child, the first name is enough."),
        max_length=NAME_LENGTH,
        widget=_text(autocomplete="name"),
        error_messages={
            "required": _("Enter your full name"),
            "max_length": _("The name must be 200 characters or fewer"),
        },
    )
    guardian_name = PlainTextField(
        label=_("Name of the parent or guardian (only for a child)"),
        help_text=_("We speak with you, not with the child."),
        required=False,
        max_length=NAME_LENGTH,
        widget=_text(autocomplete="off"),
        error_messages={"max_length": _("The name must be 200 characters or fewer")},
    )
    phone = DialablePhoneField(
        label=_("Phone number"),
        help_text=_("We call only about this request. Give a phone number, an email address, or both."),
        required=False,
        max_length=40,
        widget=_text(autocomplete="tel", type="tel"),
        error_messages={"max_length": DialablePhoneField.default_error_messages["undialable"]},
    )
    voicemail_ok = forms.BooleanField(
        label=_("You may leave a voicemail that names the clinic"), required=False
    )
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_(
            "We send a short message there to say that your request arrived. Email is not private, "
            "so the message does not say what your request is about."
        ),
        required=False,
        max_length=254,
        widget=_text(autocomplete="email", type="email"),
        error_messages={
            "invalid": _("Enter an email address in the correct format, like name@example.com"),
            "max_length": _("Enter an email address in the correct format, like name@example.com"),
        },
    )
    contact_by = forms.ChoiceField(
        label=_("How should we contact you?"),
        choices=CONTACT_BY,
        initial="phone",
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how we should contact you"), "invalid_choice": _NOT_LISTED},
    )
    speaks = forms.ChoiceField(
        label=_("Which language would you like to speak with us?"),
        choices=SPEAKS,
        initial="en",
        widget=forms.RadioSelect,
        error_messages={"required": _("Select a language"), "invalid_choice": _NOT_LISTED},
    )
    visited_before = forms.ChoiceField(
        label=_("Have you visited us before? (optional)"),
        choices=VISITED,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _NOT_LISTED},
    )
    topic = forms.ChoiceField(
        label=_("What would you like help with? (optional)"),
        help_text=_("You can leave this empty and tell us in person."),
        required=False,
        error_messages={"invalid_choice": _NOT_LISTED},
    )
    days = _several(_("Days"), DAYS)
    times = _several(_("Times of day"), TIMES)
    access_needs = PlainTextField(
        label=_("Do you need an interpreter or help getting in? (optional)"),
        help_text=_("For example a step-free entrance, or an interpreter for sign language."),
        required=False,
        max_length=NAME_LENGTH,
        widget=_text(autocomplete="off"),
        error_messages={"max_length": _("This answer must be 200 characters or fewer")},
    )
    note = PlainTextField(
        label=_("A note for the front desk (optional)"),
        help_text=_(
            "Leave out medical details: you can tell us by phone or in person. Up to 500 characters."
        ),
        lines=True,
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={"max_length": _("Your note must be 500 characters or fewer")},
    )
    consent_contact = forms.BooleanField(
        label=_("I agree that the clinic may contact me about this request by the ways I chose"),
        error_messages={"required": _("Select the box to let us contact you about this request")},
    )
    submission_key = forms.CharField(required=False, widget=forms.HiddenInput)
    article = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, articles: Iterable[ConditionPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._articles = {article.slug: article for article in articles}
        self.initial.setdefault("submission_key", uuid.uuid4().hex)
        for hidden in self.hidden_fields():
            # A patient could not mend what is wrong with them: see article_page and clean_submission_key.
            hidden.field.validators = []
        self.fields["topic"].choices = [
            ("", _("Choose, or leave empty")),
            *((slug, article.title) for slug, article in self._articles.items()),
            (OTHER_TOPIC, _("Something else")),
            (IN_PERSON_TOPIC, _("I would rather say in person")),
        ]

    def fieldsets(self) -> list[Fieldset]:
        """The questions in the order in which they are asked."""
        return [
            self._fieldset(
                _("About you"),
                "who_for full_name guardian_name phone voicemail_ok email contact_by speaks visited_before",
            ),
            self._fieldset(_("What is it about?"), "topic"),
            self._fieldset(_("When suits you?"), "days times", hint=_("Choose all that work.")),
            self._fieldset(_("Anything we should know?"), "access_needs note"),
            self._fieldset(_("Your agreement"), "consent_contact"),
        ]

    def _fieldset(self, legend: str, names: str, *, hint: str = "") -> Fieldset:
        return Fieldset(legend, hint, [self[name] for name in names.split()])

    def article_page(self) -> ConditionPage | None:
        """The article that the patient came from; a forged or outdated one counts as none."""
        slug = self["article"].value()
        return self._articles.get(slug) if isinstance(slug, str) else None

    def clean_submission_key(self) -> str:
        """At most 64 letters and digits: a longer or stranger key is a forged one, and as good as none."""
        key = self.cleaned_data["submission_key"]
        return key if len(key) <= 64 and key.isascii() and key.isalnum() else ""

    def clean(self) -> None:
        """What depends on more than one answer."""
        answers = self.cleaned_data
        if answers.get("who_for") == "child" and not answers.get("guardian_name"):
            self._say("guardian_name", _("Enter the name of the parent or guardian"))
        self._check_ways_to_reach(answers)
        if not answers.get("days") and not answers.get("times"):
            self._say("days", _("Select at least one day or time that works for you"))

    def _check_ways_to_reach(self, answers: dict) -> None:
        if not answers.get("phone") and not answers.get("email"):
            self._say("phone", _("Enter a phone number or an email address"), unless="email")
        elif answers.get("contact_by") == "phone" and not answers.get("phone"):
            self._say("phone", _("Enter a phone number so we can call you"))
        elif answers.get("contact_by") == "email" and not answers.get("email"):
            self._say("email", _("Enter an email address so we can write to you"))

    def _say(self, name: str, message: str, *, unless: str = "") -> None:
        """Add ``message`` where ``name`` (or ``unless``) has no error of its own yet."""
        if not self.has_error(name) and not (unless and self.has_error(unless)):
            self.add_error(name, message)

    def patient_data(self) -> PatientData:
        """The answers of a form that is valid, ready to be sealed."""
        answers = self.cleaned_data
        kept = {name: answers[name] for name in PatientData.__dataclass_fields__ if name in answers}
        return PatientData(
            **kept,
            phone_e164=to_e164(answers["phone"]) if answers["phone"] else "",
            consents={"contact": answers["consent_contact"]},
        )
