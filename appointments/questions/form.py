"""The questions of a request as one form: what depends on several of them, and the answers to store."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.patient_data import PatientData
from appointments.phones import to_e164
from articles.models import ConditionPage

from .contact import ContactQuestions
from .field_kinds import TrustingField
from .person import PersonQuestions
from .visit import VisitQuestions, topics


class RequestQuestions(PersonQuestions, ContactQuestions, VisitQuestions, forms.Form):
    """What is asked and checked of every request, whoever types it. ``articles`` are the list of topics."""

    use_required_attribute = False

    consent_contact = forms.BooleanField(
        label=_("I agree that the clinic may contact me about this request by the ways I chose"),
        error_messages={"required": _("Select the box to let us contact you about this request")},
    )
    submission_key = TrustingField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, articles: Iterable[ConditionPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.articles = {article.slug: article for article in articles}
        self.fields["topic"].choices = topics(self.articles.values())

    def clean_submission_key(self) -> str:
        """At most 64 letters and digits: a longer or stranger key is a forged one, and as good as none."""
        key = self.cleaned_data["submission_key"]
        return key if len(key) <= 64 and key.isascii() and key.isalnum() else ""

    def clean(self) -> None:
        """What depends on more than one answer."""
        answers = self.cleaned_data
        problems = (
            self.person_problems(answers) | self.contact_problems(answers) | self.visit_problems(answers)
        )
        for name, message in problems.items():
            # An answer that could not be read has said so itself.
            if not self.has_error(name):
                self.add_error(name, message)
        self.forget_what_was_not_asked(answers)

    def patient_data(self) -> PatientData:
        """The answers of a form that is valid, ready to be sealed."""
        answers = self.cleaned_data
        kept = {name: answers[name] for name in PatientData.__dataclass_fields__ if name in answers}
        return PatientData(
            **kept | {"voicemail_ok": answers["voicemail_ok"] == "yes"},
            phone_e164=to_e164(answers["phone"]) if answers["phone"] else "",
            consents={"contact": answers["consent_contact"], "email": answers["consent_email"]},
        )
