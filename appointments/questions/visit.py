"""The questions about the visit: what it is about, when, and what we should get ready."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import ConditionPage

from .choices import DAYS, IN_PERSON_TOPIC, NAME_LENGTH, NOTE_LENGTH, OTHER_TOPIC, TIMES, VISITED, Choices
from .field_kinds import in_list, lines, one_of, optional, several_of


class VisitQuestions(forms.Form):
    """What the visit is about and when it suits. Nobody has to say here what hurts."""

    visited_before = optional(one_of(_("Have you visited us before?"), VISITED))
    topic = optional(
        in_list(
            _("What would you like help with?"), hint=_("You can leave this empty and tell us in person.")
        )
    )
    forget_article = forms.BooleanField(
        label=_("Do not tell the clinic which article I was reading"),
        help_text=_("Otherwise it is kept with your request, for the front desk and nobody else."),
        required=False,
    )
    days = several_of(_("Days"), DAYS)
    times = several_of(_("Times of day"), TIMES)
    access_needs = optional(
        lines(
            _("Do you need an interpreter or help getting in?"),
            hint=_("For example a step-free entrance, or an interpreter for sign language."),
            # Lines, though one is enough: browsers keep what is typed into a single line, and offer it again.
            rows=2,
            most=NAME_LENGTH,
            too_long=_("This answer must be 200 characters or fewer"),
        )
    )
    note = optional(
        lines(
            _("A note for the front desk"),
            hint=_("Please leave out medical details: you can tell us by phone or in person."),
            rows=4,
            most=NOTE_LENGTH,
            too_long=_("Your note must be 500 characters or fewer"),
        )
    )

    def visit_problems(self, answers: dict) -> dict[str, str]:
        """A visit needs a day or a time."""
        if answers.get("days") or answers.get("times"):
            return {}
        return {"days": _("Select at least one day or time that works for you")}


def topics(articles: Iterable[ConditionPage]) -> Choices:
    """What a visit may be about: an article's subject, something else, or nothing said here."""
    return [
        ("", _("Choose, or leave empty")),
        *((article.slug, article.title) for article in articles),
        (OTHER_TOPIC, _("Something else")),
        (IN_PERSON_TOPIC, _("I would rather say in person")),
    ]
