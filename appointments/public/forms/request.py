"""Form for patients: its questions in the order in which they are asked."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from appointments.public.screening.fields import ScreeningFields
from appointments.questions.field_kinds import TrustingField
from appointments.questions.form import RequestQuestions
from appointments.questions.question import Group
from appointments.questions.table import by_group
from articles.models import ConditionPage


@dataclass(frozen=True)
class Fieldset:
    """Questions of a group that this form asks."""

    group: Group
    fields: list[BoundField]


class AppointmentRequestForm(ScreeningFields, RequestQuestions):
    """Form for patients."""

    # Forms in general accept any mapping; this one is filled from a page that was sent.
    data: MultiValueDict[str, Any]

    article = TrustingField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Errors are listed in the order of the questions on the page.
        self.order_fields([field.name for fieldset in self.fieldsets() for field in fieldset.fields])

    def fieldsets(self) -> list[Fieldset]:
        """Return the questions in their order; the one about the article is for its readers only."""
        of_an_article = self.article_page() is not None
        return [
            Fieldset(group, [self[one.name] for one in asked if of_an_article or not one.of_an_article])
            for group, asked in by_group()
        ]

    def problems_together(self) -> dict[str, Any]:
        problems = super().problems_together()
        if "phone" in problems and not self.cleaned_data.get("email"):
            problems["phone"] = _("Enter a phone number or an email address")
        return problems

    def article_page(self) -> ConditionPage | None:
        """Return the article that the patient came from; a forged or outdated one counts as none."""
        slug = self["article"].value()
        return self.articles.get(slug) if isinstance(slug, str) else None

    def article_to_tell(self) -> ConditionPage | None:
        """Return the article unless the patient chose not to tell it; the form must be valid."""
        return None if self.cleaned_data["forget_article"] else self.article_page()
