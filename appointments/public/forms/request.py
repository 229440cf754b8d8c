"""The form that patients fill in: its questions in the order in which they are asked."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from appointments.public.screening.fields import ScreeningFields
from appointments.questions.field_kinds import TrustingField
from appointments.questions.form import RequestQuestions
from appointments.questions.person import FOR_ANOTHER
from articles.models import ConditionPage

SOMEONE_ELSE = "someone-else"
_ABOUT_THE_VISIT = "visited_before topic forget_article"


@dataclass(frozen=True)
class Fieldset:
    """A group of questions under one heading; ``name`` is for the stylesheet."""

    legend: str
    fields: list[BoundField]
    hint: str = ""
    name: str = ""


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
