"""The questions of a request as one form: what depends on several of them, and the answers to store."""

from collections.abc import Iterable
from typing import Any

from django import forms

from appointments.patient_data import PatientData
from appointments.phones import to_e164
from articles.models import ConditionPage

from .field_kinds import TrustingField
from .table import BY_NAME, QUESTIONS
from .visit import topics


class QuestionFields:
    """A mixin that gives a form the fields of the questions."""

    declared_fields = {question.name: question.field for question in QUESTIONS if question.field}


class RequestQuestions(QuestionFields, forms.Form):
    """What is asked and checked of every request, whoever types it. ``articles`` are the list of topics."""

    use_required_attribute = False

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
        for name, message in self.problems_together().items():
            # An answer that could not be read has said so itself.
            if not self.has_error(name):
                self.add_error(name, message)
        # What was typed for somebody else goes when the visit turned out to be one's own.
        who_for = self.cleaned_data.get("who_for")
        for question in QUESTIONS:
            if who_for and question.for_whom and who_for not in question.for_whom:
                self.cleaned_data[question.name] = ""

    def problems_together(self) -> dict[str, Any]:
        """What is missing because of another answer, by the name of the question."""
        return {
            name: BY_NAME[name].missing
            for name in [*self._missing_of_a_child(), *self._missing_ways_to_reach(), *self._missing_times()]
        }

    def _missing_of_a_child(self) -> list[str]:
        if self.cleaned_data.get("who_for") != "child":
            return []
        required = [one.name for one in QUESTIONS if one.for_whom and one.missing]
        return [name for name in required if not self.cleaned_data.get(name)]

    def _missing_ways_to_reach(self) -> list[str]:
        """The number or the address for the way of contact that was chosen."""
        phone, email = self.cleaned_data.get("phone"), self.cleaned_data.get("email")
        chosen = self.cleaned_data.get("contact_by")
        if not phone and not email:
            # One of the two that could not be read says more than that both are missing.
            return [] if self.has_error("phone") or self.has_error("email") else ["phone"]
        if chosen == "phone" and not phone:
            return ["phone"]
        wants_mail = chosen == "email" or self.cleaned_data.get("consent_email")
        return ["email"] if wants_mail and not email else []

    def _missing_times(self) -> list[str]:
        """A visit needs a day or a time."""
        return [] if self.cleaned_data.get("days") or self.cleaned_data.get("times") else ["days"]

    def patient_data(self) -> PatientData:
        """The answers of a form that is valid, ready to be sealed."""
        answers = self.cleaned_data
        kept = {name: answers[name] for name in PatientData.__dataclass_fields__ if name in answers}
        return PatientData(
            **kept | {"voicemail_ok": answers["voicemail_ok"] == "yes"},
            phone_e164=to_e164(answers["phone"]) if answers["phone"] else "",
            consents={"contact": answers["consent_contact"], "email": answers["consent_email"]},
        )
