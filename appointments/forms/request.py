"""The form as a whole: its questions in order, what depends on several of them, and the answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from appointments.patient_data import PatientData
from appointments.phones import to_e164
from appointments.screening.fields import ScreeningFields, TrustingField
from articles.models import ConditionPage

from .contact import ContactQuestions
from .person import FOR_ANOTHER, PersonQuestions
from .visit import VisitQuestions, topics

SOMEONE_ELSE = "someone-else"
_ABOUT_THE_VISIT = "visited_before topic forget_article"


@dataclass(frozen=True)
class Fieldset:
    """A group of questions under one heading; ``name`` is for the stylesheet."""

    legend: str
    fields: list[BoundField]
    hint: str = ""
    name: str = ""


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


class AppointmentRequestForm(ScreeningFields, RequestQuestions):
    """The form that patients fill in."""

    article = TrustingField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Problems are listed in the order in which the questions stand on the page.
        self.order_fields([field.name for fieldset in self.fieldsets() for field in fieldset.fields])

    def fieldsets(self) -> list[Fieldset]:
        """The questions in the order in which they are asked."""
        return [
            self._fieldset(_("Who needs the visit?"), "who_for full_name"),
            self._fieldset(
                _("If you ask for someone else"),
                " ".join(FOR_ANOTHER),
                hint=_("Leave this part empty when the visit is for you."),
                name=SOMEONE_ELSE,
            ),
            self._fieldset(
                _("How can we reach you?"),
                "phone voicemail_ok email consent_email contact_by call_times speaks",
            ),
            self._fieldset(_("What is it about?"), self._about_the_visit()),
            self._fieldset(_("When suits you?"), "days times", hint=_("Choose all that work.")),
            self._fieldset(_("Anything we should know?"), "access_needs note"),
            self._fieldset(_("Your agreement"), "consent_contact"),
        ]

    def _about_the_visit(self) -> str:
        """Without the question about the article when there is none."""
        return _ABOUT_THE_VISIT if self.article_page() else _ABOUT_THE_VISIT.replace(" forget_article", "")

    def _fieldset(self, legend: str, names: str, *, hint: str = "", name: str = "") -> Fieldset:
        return Fieldset(legend, [self[field] for field in names.split()], hint, name)

    def article_page(self) -> ConditionPage | None:
        """The article that the patient came from; a forged or outdated one counts as none."""
        slug = self["article"].value()
        return self.articles.get(slug) if isinstance(slug, str) else None

    def article_to_tell(self) -> ConditionPage | None:
        """The same, unless the patient would rather not tell; for a form that is valid."""
        return None if self.cleaned_data["forget_article"] else self.article_page()
