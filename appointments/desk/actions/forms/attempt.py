"""Form of a contact attempt: its outcome, and the time of the next."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from appointments.action_rules import enough_tries
from appointments.models.event_kinds import AttemptChannel, AttemptOutcome
from appointments.models.timeline import attempts_on
from appointments.targets.next_attempt import next_attempt
from clinic.database.clock import current_time
from clinic.identity.clinic_time import day_or_time
from clinic.lazy_text import StrOrPromise
from clinic.typed.fields import set_choices

from .action import ActionForm, note_field
from .call_back import times_to_call

# Time for which a busy line is expected to stay busy.
_WHILE_BUSY = timedelta(minutes=30)
_NOBODY_THERE = (AttemptOutcome.NO_ANSWER, AttemptOutcome.VOICEMAIL, AttemptOutcome.THIRD_PARTY)


class NextAttempt(models.TextChoices):
    """Choices for the time of the next attempt."""

    SUGGESTED = "suggested", _("As suggested")
    NONE = "none", _("No further attempt planned")
    HOURS = "hours", _("In 2 hours")
    MORNING = "morning", _("Next morning")
    TWO_DAYS = "two_days", _("In 2 days")


class AttemptForm(ActionForm):
    """Form of a call or a message to the patient, and its outcome."""

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
        label=_("Try again"),
        choices=NextAttempt.choices,
        initial=NextAttempt.SUGGESTED,
        widget=forms.RadioSelect,
    )
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(choice.value, self._label(choice, self._moments[choice])) for choice in NextAttempt]
        set_choices(self.fields["next_attempt"], labels)

    def clean_outcome(self) -> str:
        """Refuse a voicemail if the patient allows none."""
        outcome = self.cleaned_data["outcome"]
        data = self.appointment_request.answers
        if outcome == AttemptOutcome.VOICEMAIL and data and not data.may_leave_voicemail:
            raise ValidationError(
                _(
                    "This patient does not want a voicemail. If you left one by mistake, choose “No answer”"
                    " and say so in the note."
                ),
                code="no_voicemail",
            )
        return outcome

    def arguments(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("version", "channel", "outcome", "note")}
        chosen = self.cleaned_data["next_attempt"]
        suggested = chosen == NextAttempt.SUGGESTED
        moment = self._suggested_after(kept["outcome"]) if suggested else self._moments[chosen]
        return {**kept, "next_attempt_at": moment}

    @property
    def wants_message(self) -> bool:
        """Return whether to send a message to the patient: only if nobody was reached."""
        reached = (AttemptOutcome.SPOKE, AttemptOutcome.SENT)
        return super().wants_message and self.cleaned_data["outcome"] not in reached

    @property
    def suggestion(self) -> str:
        """Return the words for the next attempt if nobody answers."""
        moment = self._moments[NextAttempt.SUGGESTED]
        if moment is None:
            return _t("If nobody answers: three tries are enough")
        return _t("If nobody answers: again %(when)s") % {"when": day_or_time(moment)}

    def _label(self, choice: NextAttempt, moment: datetime | None) -> StrOrPromise:
        if choice is NextAttempt.SUGGESTED:
            return _t("As suggested. %(when)s") % {"when": self.suggestion}
        if moment is None:
            return choice.label
        # The clinic may be closed in two hours.
        opens = choice is NextAttempt.HOURS and moment - current_time() > timedelta(hours=2)
        name = _("When the clinic opens") if opens else choice.label
        return f"{name}: {day_or_time(moment)}"

    @cached_property
    def _moments(self) -> dict[str, datetime | None]:
        """Return the times of the choices, within opening hours; without those, in two hours or at 9 AM."""
        return {
            NextAttempt.SUGGESTED: self._after_no_answer(),
            NextAttempt.NONE: None,
            **times_to_call(self.clock),
        }

    def _suggested_after(self, outcome: str) -> datetime | None:
        """Return the time of the next attempt after ``outcome``; None after outcomes that need no other."""
        if outcome in _NOBODY_THERE:
            return self._moments[NextAttempt.SUGGESTED]
        if outcome == AttemptOutcome.ENGAGED:
            return self._when_open(current_time() + _WHILE_BUSY)
        return self._moments[NextAttempt.TWO_DAYS] if outcome == AttemptOutcome.SENT else None

    def _after_no_answer(self) -> datetime | None:
        attempts = attempts_on(self.appointment_request)
        tries = [(event.at, getattr(event.payload, "channel", "")) for event in attempts]
        tries.append((current_time(), AttemptChannel.PHONE))
        # Whoever may be given up after this call is not called again by itself.
        if enough_tries(tries):
            return None
        answers = self.appointment_request.answers
        wanted = answers.in_use()["call_times"] if answers else []
        return next_attempt([at for at, _channel in tries], clock=self.clock, wanted=wanted)

    def _when_open(self, moment: datetime) -> datetime:
        return moment if self.clock.is_open(moment) else self.clock.next_opening(moment) or moment
