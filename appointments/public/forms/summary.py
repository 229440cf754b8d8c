"""The answers as the patient reads them once more before sending, and when sending failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .request import SOMEONE_ELSE, AppointmentRequestForm, Fieldset

# Shorter than the questions, where the question would read oddly before its answer.
_LABELS = {
    "who_for": gettext_lazy("The visit is for"),
    "relationship": gettext_lazy("How you are related"),
    "child_age": gettext_lazy("The child's age"),
    "voicemail_ok": gettext_lazy("May we leave a message?"),
    "consent_email": gettext_lazy("Email about this request"),
    "contact_by": gettext_lazy("How to contact you"),
    "speaks": gettext_lazy("Language"),
    "visited_before": gettext_lazy("Visited us before"),
    "topic": gettext_lazy("Help with"),
    "forget_article": gettext_lazy("You were reading"),
    "access_needs": gettext_lazy("Interpreter or help getting in"),
    "note": gettext_lazy("Note for the front desk"),
    "consent_contact": gettext_lazy("We may contact you about this request"),
}


@dataclass(frozen=True)
class Answer:
    """One answer; ``value`` is empty where nothing was said. ``anchor`` is where the question stands."""

    name: str
    label: str
    value: str
    anchor: str


@dataclass(frozen=True)
class Group:
    """The answers under one heading."""

    legend: str
    answers: list[Answer]


def summarize(form: AppointmentRequestForm) -> list[Group]:
    """Every question with its answer, in the order of the form; it need not be valid."""
    return [
        Group(str(fieldset.legend), [_answer(form, field) for field in fieldset.fields])
        for fieldset in form.fieldsets()
        if _was_asked(form, fieldset)
    ]


def _was_asked(form: AppointmentRequestForm, fieldset: Fieldset) -> bool:
    return fieldset.name != SOMEONE_ELSE or form["who_for"].value() != "self"


def _answer(form: AppointmentRequestForm, field: BoundField) -> Answer:
    label = _LABELS.get(field.name, field.label)
    return Answer(field.name, str(label), _words(form, field), anchor_of(field))


def anchor_of(field: BoundField) -> str:
    """The id of the control that a link to the question leads to: of several choices, the first."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


def _words(form: AppointmentRequestForm, field: BoundField) -> str:
    value = field.value()
    if field.name == "forget_article":
        return _("Not told to the clinic") if value else form.article_page().title
    if field.widget_type == "checkbox":
        return _("Yes") if value else _("No")
    choices: Mapping[str, Any] | None = dict(getattr(field.field, "choices", ())) or None
    if choices is None:
        return (value or "").strip()
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(one, one)) for one in values if one)
