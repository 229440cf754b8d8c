"""Form of a request: its questions, the checks across several of them, and the answers to store."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from appointments.patient_data import PatientData
from clinic.typed.fields import set_choices
from clinic.typed.phones import to_e164

from .articles import ArticleToChoose
from .choices import BY_EMAIL, BY_PHONE, DAYS, EMAIL, OF_A_CHILD, PHONE, TIMES, Choices
from .field_kinds import OpenChoiceField, TrustingField
from .open_times import OpenTimes
from .question import Question
from .table import BY_NAME, QUESTIONS
from .visit import topics


class QuestionFields:
    """Mixin that gives a form the fields of the questions."""

    declared_fields = {question.name: question.field for question in QUESTIONS if question.field}


class RequestQuestions(QuestionFields, forms.Form):
    """Questions and checks of every request, for patients and the desk.

    ``articles`` become the topics. Only what lies in ``open_times`` is offered and accepted; None offers all,
    for a form that does not ask yet. ``languages`` are those that are spoken.
    """

    use_required_attribute = False

    submission_key = TrustingField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        articles: Iterable[ArticleToChoose],
        open_times: OpenTimes | None = None,
        languages: Choices | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.articles = {article.slug: article for article in articles}
        self.open_times = open_times
        set_choices(self.fields["topic"], topics(self.articles.values()))
        self.spoken = languages or []
        if languages:
            set_choices(self.fields["speaks"], languages)
        if open_times:
            self._offer("days", open_times.days())
            self._offer("times", open_times.times())
            self._offer("call_times", open_times.times())

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, OpenChoiceField):
            field.offer(choices)

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
        # For instance the child's age, when the visit is for the person who asks.
        answers = dict(self.cleaned_data)
        for question in QUESTIONS:
            if question.field and not self.takes(question, answers):
                self.errors.pop(question.name, None)
                self.cleaned_data[question.name] = [] if isinstance(question.field, OpenChoiceField) else ""

    def problems_together(self) -> dict[str, Any]:
        """Return the errors about answers that another answer requires, by the name of the question."""
        missing = [*self._missing_where_asked(), *self._missing_times()]
        return {name: BY_NAME[name].missing for name in missing} | self._closed_times()

    def takes(self, question: Question, answers: Mapping[str, Any]) -> bool:
        """Return whether the answer to ``question`` counts, given the other ``answers``."""
        return question.is_asked(answers)

    def _missing_where_asked(self) -> list[str]:
        """Return the questions that another answer makes compulsory, and that were not answered."""
        answers = self.cleaned_data
        asked = [one for one in QUESTIONS if one.only_if and one.missing and one.is_asked(answers)]
        missing = [one.name for one in asked if not answers.get(one.name)]
        is_no_adult = answers.get("who_for") == "child" and answers.get("relationship") not in OF_A_CHILD
        return ["relationship", *missing] if is_no_adult else missing

    def _missing_times(self) -> list[str]:
        """Return "days" when neither a day nor a time was chosen."""
        return [] if self.cleaned_data.get("days") or self.cleaned_data.get("times") else ["days"]

    def _closed_times(self) -> dict[str, str]:
        """Return the errors about a chosen day that has none of the chosen times, or the other way round."""
        if self.open_times is None:
            return {}
        days, times = (self.cleaned_data.get(name) or [] for name in ("days", "times"))
        without, never = self.open_times.closed_on(days, times)
        if without:
            names = _named(DAYS, without)
            return {"days": _("The clinic is closed at the times that you chose: %(names)s") % names}
        if never:
            names = _named(TIMES, never)
            return {"times": _("The clinic is closed on the days that you chose: %(names)s") % names}
        return {}

    def patient_data(self) -> PatientData:
        """Return the answers of a valid form, ready to be encrypted."""
        answers = self.cleaned_data
        kept = {name: answers[name] for name in PatientData.__dataclass_fields__ if name in answers}
        by_phone, by_email = (answers["contact_by"] in ways for ways in (BY_PHONE, BY_EMAIL))
        kept |= {
            "contact_by": PHONE if by_phone else EMAIL,
            "voicemail_ok": answers["voicemail_ok"] == "yes",
            "phone_e164": to_e164(answers["phone"]),
            "consents": {"contact": True, "phone": by_phone, "email": by_email},
        }
        if answers["who_for"] == "self":
            return PatientData(**kept | {"full_name": answers["caller_name"]})
        return PatientData(**kept, guardian_name=answers["caller_name"])


def _named(choices: Choices, codes: list[str]) -> dict[str, str]:
    return {"names": ", ".join(str(label) for code, label in choices if code in codes)}
