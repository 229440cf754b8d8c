"""Forms that ask how the patient was told of a decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.models.event_kinds import DeclineReason

from .action import ActionForm, note_field, told_by_field


class ToldForm(ActionForm):
    """Form that records how the patient was told what an undelivered message should have said."""

    told_by = told_by_field()
    note = note_field()


class DeclineForm(ActionForm):
    """Form that declines a request: the reason, and how the patient was told."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select a reason")},
    )
    told_by = told_by_field()
    note = note_field()
