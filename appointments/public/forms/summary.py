"""Summary of the answers, for the patient to check before sending and to keep when sending failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from appointments.questions.table import BY_NAME

from .carried import ANYONE
from .request import AppointmentRequestForm
from .screens import SCREENS


@dataclass(frozen=True)
class Answer:
    """Answer to a question; ``value`` may be empty.

    ``anchor`` is the id of the question's control, and ``step`` the value of the button that leads there;
    without one nothing is to be changed. ``change`` is on the button, if not "Change".
    """

    label: str
    value: str
    anchor: str = ""
    step: str = ""
    change: str = ""


@dataclass(frozen=True)
class Group:
    """Answers under one heading."""

    legend: str
    answers: list[Answer]


def summarize(form: AppointmentRequestForm) -> list[Group]:
    """Return every question that was asked with its answer, in the order of the form, valid or not."""
    groups = []
    for screen in SCREENS:
        for fieldset in form.fieldsets(screen):
            asked = [one.field for one in fieldset.asked if form.is_asked(BY_NAME[one.field.name])]
            answers = [_answer(form, field, screen.name) for field in asked]
            groups.append(Group(str(fieldset.group.legend), answers))
    if name := form["asked_for"].value():
        wish = Answer(_("You asked for"), name, step=ANYONE, change=_("Ask for anyone instead"))
        groups[-1].answers.insert(0, wish)
    return groups


def _answer(form: AppointmentRequestForm, field: BoundField, screen: str) -> Answer:
    label = BY_NAME[field.name].summary or field.label
    return Answer(str(label), _words(form, field), anchor_of(field), screen)


def anchor_of(field: BoundField) -> str:
    """Return the id of the control to which a link to the question leads: the first of several choices."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


def _words(form: AppointmentRequestForm, field: BoundField) -> str:
    # What was read is shown, such as the address in a pasted name and address.
    value = getattr(form, "cleaned_data", {}).get(field.name) or field.value()
    if field.name == "forget_article":
        article = form.article_page()
        return _("Not told to the clinic") if value or article is None else article.title
    if field.widget_type == "checkbox":
        return _("Yes") if value else _("No")
    choices: Mapping[str, Any] | None = dict(getattr(field.field, "choices", ())) or None
    if choices is None:
        return (value or "").strip()
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(one, one)) for one in values if one)
