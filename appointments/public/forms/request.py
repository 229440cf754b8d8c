"""Form for patients: its questions, screen by screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import get_language

from appointments.questions.articles import ArticleToChoose
from appointments.questions.field_kinds import TrustingField
from appointments.questions.form import RequestQuestions
from appointments.questions.question import Group, Question
from appointments.questions.table import BY_GROUP, BY_NAME
from clinic.languages.spoken import own_language

from .opening import OpeningFields
from .screens import SCREENS, Screen


@dataclass(frozen=True)
class Asked:
    """Question that a screen asks; ``shown_if`` names the answers on the same screen that show it."""

    field: BoundField
    shown_if: str


@dataclass(frozen=True)
class Fieldset:
    """Questions of a group that this form asks."""

    group: Group
    asked: list[Asked]

    @property
    def is_question(self) -> bool:
        """True when the heading of the group is that of its first question."""
        return self.asked[0].field.label == self.group.legend

    @property
    def has_errors(self) -> bool:
        """True when an answer of the group is wrong."""
        return any(one.field.errors for one in self.asked)


class AppointmentRequestForm(OpeningFields, RequestQuestions):
    """Form for patients."""

    # Forms in general accept any mapping; this one is filled from a page that was sent.
    data: MultiValueDict[str, Any]

    # "yes" once the answers were read back: a change then leads back to the check.
    checked = TrustingField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Errors are listed in the order of the questions on the page.
        self.order_fields([question.name for _group, questions in BY_GROUP for question in questions])

    def fieldsets(self, screen: Screen) -> list[Fieldset]:
        """Return the questions of ``screen`` for this person, in their order."""
        return [Fieldset(group, list(self._asked_of(group, screen))) for group in screen.groups]

    def _asked_of(self, group: Group, screen: Screen) -> Iterator[Asked]:
        for question in screen.questions:
            if question.group is not group or (question.of_an_article and self.article_page() is None):
                continue
            name, answers = question.only_if or ("", frozenset())
            if not name or self.is_asked(question):
                yield Asked(self[question.name], "-".join(sorted(answers)) if name else "")
            elif BY_NAME[name].group in screen.groups:
                yield Asked(self[question.name], "-".join(sorted(answers)))

    def is_asked(self, question: Question) -> bool:
        """Return whether ``question`` is asked of somebody with the answers so far."""
        return question.only_if is None or question.is_asked(
            {question.only_if[0]: self[question.only_if[0]].value()}
        )

    def first_with_errors(self) -> Screen | None:
        """Return the first screen with a wrong answer; None when all are right."""
        return next((screen for screen in SCREENS if self.errors_on(screen)), None)

    def errors_on(self, screen: Screen) -> list[str]:
        """Return the names of the questions of ``screen`` with a wrong answer."""
        return [one.name for one in screen.questions if one.name in self.errors]

    def keep_errors_of(self, screen: Screen | None) -> None:
        """Forget the errors about answers that are not on ``screen``, which was not sent yet."""
        names = self.errors_on(screen) if screen else []
        for name in [name for name in self.errors if name not in names]:
            del self.errors[name]

    def begin(self, screen: Screen) -> None:
        """Fill in what ``screen`` comes with, unless it was sent before."""
        if screen is not SCREENS[-1] or "speaks" in self.data:
            return
        language, own = (get_language() or "").partition("-")[0], own_language()
        self.data["speaks"] = language if language in dict(self.spoken) else own
        if article := self.article_page():
            self.data["topic"] = article.slug

    @cached_property
    def _article(self) -> ArticleToChoose | None:
        slug = self["article"].value()
        return self.articles.get(slug) if isinstance(slug, str) else None

    def article_page(self) -> ArticleToChoose | None:
        """Return the article that the patient came from; a forged or outdated one counts as none."""
        return self._article

    def article_to_tell(self) -> ArticleToChoose | None:
        """Return the article unless the patient chose not to tell it; the form must be valid."""
        return None if self.cleaned_data["forget_article"] else self.article_page()
