"""Form of a request that the front desk types during a call: the patients' questions in another order.

The rules are those of the website's form. The words address the receptionist, and autocompletion is off, as
several people use the browser.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from appointments.models.requests import Channel
from appointments.patient_data import PatientData
from appointments.questions.form import RequestQuestions
from appointments.questions.question import Group, Question
from appointments.questions.table import BY_GROUP, QUESTIONS
from clinic.typed.fields import set_choices

PHONE = "phone"

_DESK_CHANNELS = [(Channel.PHONE.value, _("On the phone")), (Channel.WALK_IN.value, _("At the counter"))]


def answers_taken_over(patient: PatientData) -> dict[str, Any]:
    """Return the answers for another request of the same person: names, e-mail address, and who they are."""
    is_own = patient.who_for == "self"
    return {
        "who_for": patient.who_for,
        "caller_name": patient.person_to_ask_for,
        "full_name": "" if is_own else patient.name_to_use,
        "relationship": patient.relationship,
        "child_age": patient.child_age,
        "email": patient.email_to_use,
    }


@dataclass(frozen=True)
class Part:
    """Group of questions that the desk asks."""

    group: Group
    fields: list[BoundField]


class DeskRequestForm(RequestQuestions):
    """Form of a request by phone or at the counter."""

    channel = forms.ChoiceField(
        label=_("The person is"), choices=_DESK_CHANNELS, initial=Channel.PHONE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Most who call ask for themselves; nothing else is chosen before they say it.
        self.initial.setdefault("who_for", "self")
        for question in QUESTIONS:
            if question.field and not question.desk:
                del self.fields[question.name]
            elif question.desk:
                field = self.fields[question.name]
                field.label = question.desk.label or field.label
                field.help_text = question.desk.hint
                if question.desk.choices:
                    set_choices(field, question.desk.choices)
                if field.required and question.desk.missing:
                    field.error_messages["required"] = question.desk.missing
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        self.fields["note"].widget.attrs["rows"] = 3
        names = [PHONE, "channel", *(field.name for part in self.parts for field in part.fields)]
        self.order_fields(names)

    @cached_property
    def parts(self) -> list[Part]:
        """Return the questions after the phone number, in the order of a call."""
        parts = []
        for group, questions in BY_GROUP:
            placed = [(one.desk.place, self[one.name]) for one in questions if one.desk and one.name != PHONE]
            parts.append(Part(group, [field for _place, field in sorted(placed, key=itemgetter(0))]))
        return parts

    def takes(self, question: Question, answers: Mapping[str, Any]) -> bool:
        """Take the number, with which a call begins, also of somebody who wants to be written to."""
        return question.name == PHONE or super().takes(question, answers)

    def problems_together(self) -> dict[str, Any]:
        problems = super().problems_together()
        in_desk_words = {one.name: one.desk.missing for one in QUESTIONS if one.desk and one.desk.missing}
        return {**problems, **{name: in_desk_words[name] for name in problems if name in in_desk_words}}

    def problems(self) -> list[tuple[BoundField, str]]:
        """Return each answer with its problem, in the order of the page."""
        return [
            (self[name], " ".join(map(str, self.errors[name]))) for name in self.fields if name in self.errors
        ]
