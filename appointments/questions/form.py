"""Form of a request: its questions, the checks across several of them, and the answers to store."""

from collections.abc import Iterable
from typing import Any

from django import forms

from appointments.patient_data import PatientData
from articles.models import ConditionPage
from clinic.typed.fields import set_choices
from clinic.typed.phones import to_e164

from .field_kinds import TrustingField
from .table import BY_NAME, QUESTIONS
from .visit import topics


class QuestionFields:
    """Mixin that gives a form the fields of the questions."""

    declared_fields = {question.name: question.field for question in QUESTIONS if question.field}


class RequestQuestions(QuestionFields, forms.Form):
    """Questions and checks of every request, for patients and the desk. ``articles`` become the topics."""

    use_required_attribute = False

    submission_key = TrustingField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, articles: Iterable[ConditionPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.articles = {article.slug: article for article in articles}
        set_choices(self.fields["topic"], topics(self.articles.values()))

    def clean_submission_key(self) -> str:
        """Drop a key that is not at most 64 letters and digits, because it is forged."""
        key = self.cleaned_data["submission_key"]
        return key if len(key) <= 64 and key.isascii() and key.isalnum() else ""

    def clean(self) -> None:
        """Check the answers that depend on others, and drop those of questions that do not apply."""
        for name, message in self.problems_together().items():
            # An answer that could not be read has an error of its own.
            if not self.has_error(name):
                self.add_error(name, message)
        # For instance the name of a guardian, when the visit is for the person who asks.
        who_for = self.cleaned_data.get("who_for")
        for question in QUESTIONS:
            if who_for and question.for_whom and who_for not in question.for_whom:
                self.cleaned_data[question.name] = ""

    def problems_together(self) -> dict[str, Any]:
        """Return the errors about answers that another answer requires, by the name of the question."""
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
        """Return the number or the address that the chosen way of contact requires."""
        phone, email = self.cleaned_data.get("phone"), self.cleaned_data.get("email")
        chosen = self.cleaned_data.get("contact_by")
        if not phone and not email:
            # The error of one that could not be read says more than that both are missing.
            return [] if self.has_error("phone") or self.has_error("email") else ["phone"]
        if chosen == "phone" and not phone:
            return ["phone"]
        wants_mail = chosen == "email" or self.cleaned_data.get("consent_email")
        return ["email"] if wants_mail and not email else []

    def _missing_times(self) -> list[str]:
        """Return "days" when neither a day nor a time was chosen."""
        return [] if self.cleaned_data.get("days") or self.cleaned_data.get("times") else ["days"]

    def patient_data(self) -> PatientData:
        """Return the answers of a valid form, ready to be encrypted."""
        answers = self.cleaned_data
        kept = {name: answers[name] for name in PatientData.__dataclass_fields__ if name in answers}
        return PatientData(
            **kept | {"voicemail_ok": answers["voicemail_ok"] == "yes"},
            phone_e164=to_e164(answers["phone"]),
            consents={"contact": answers["consent_contact"], "email": answers["consent_email"]},
        )
