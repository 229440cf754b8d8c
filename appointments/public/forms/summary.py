"""Summary of the answers, for the patient to check before sending and to keep when sending failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from appointments.questions.person import SOMEONE_ELSE
from appointments.questions.table import BY_NAME

from .request import AppointmentRequestForm


@dataclass(frozen=True)
class Answer:
    """Answer to a question; ``value`` may be empty, ``anchor`` is the id of the question's control."""

    label: str
    value: str
    anchor: str


@dataclass(frozen=True)
class Group:
    """Answers under one heading."""

    legend: str
    answers: list[Answer]


def summarize(form: AppointmentRequestForm) -> list[Group]:
    """Return every question with its answer, in the order of the form, which need not be valid."""
    is_for_oneself = form["who_for"].value() == "self"
    return [
        Group(str(fieldset.group.legend), [_answer(form, field) for field in fieldset.fields])
        for fieldset in form.fieldsets()
        if not (is_for_oneself and fieldset.group is SOMEONE_ELSE)
    ]


def _answer(form: AppointmentRequestForm, field: BoundField) -> Answer:
    label = BY_NAME[field.name].summary or field.label
    return Answer(str(label), _words(form, field), anchor_of(field))


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
