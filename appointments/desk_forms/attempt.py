"""Trying to reach the patient: what came of it, and when to try again."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from appointments.clinic_time import day_or_time, start_of_day
from appointments.services.attempts import AttemptChannel, AttemptOutcome

from .step import StepForm, note_field


class NextAttempt(models.TextChoices):
    """When to try again, in the steps in which a desk thinks."""

    NONE = "none", _("No further attempt planned")
    HOURS = "hours", _("In 2 hours")
    MORNING = "morning", _("Next morning")
    TWO_DAYS = "two_days", _("In 2 days")


class AttemptForm(StepForm):
    """A call or a message to the patient, and what came of it."""

    channel = forms.ChoiceField(
        label=_("How did you try?"), choices=AttemptChannel.choices, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label=_("What happened?"),
        choices=AttemptOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what happened")},
    )
    next_attempt = forms.ChoiceField(
        label=_("Try again"), choices=NextAttempt.choices, initial=NextAttempt.NONE, widget=forms.RadioSelect
    )
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_attempt"].choices = [
            (choice.value, self._label(choice, self._moments[choice])) for choice in NextAttempt
        ]

    def _label(self, choice: NextAttempt, moment: datetime | None) -> str:
        if moment is None:
            return choice.label
        # In two hours the clinic may be closed.
        opens = choice is NextAttempt.HOURS and moment - timezone.now() > timedelta(hours=2)
        name = _("When the clinic opens") if opens else choice.label
        return f"{name}: {day_or_time(moment)}"

    @cached_property
    def _moments(self) -> dict[str, datetime | None]:
        """Each choice as a moment when the clinic is open; without opening hours, in two hours or at 9 AM."""
        now = timezone.now()
        soon = now + timedelta(hours=2)
        morning, later = start_of_day(now, days_later=1), start_of_day(now, days_later=2)
        nine = timedelta(hours=9)
        return {
            NextAttempt.NONE: None,
            NextAttempt.HOURS: soon if self.clock.is_open(soon) else self.clock.next_opening(soon) or soon,
            NextAttempt.MORNING: self.clock.next_opening(morning) or morning + nine,
            NextAttempt.TWO_DAYS: self.clock.next_opening(later) or later + nine,
        }

    def arguments(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("version", "channel", "outcome", "note")}
        return {**kept, "next_attempt_at": self._moments[self.cleaned_data["next_attempt"]]}
