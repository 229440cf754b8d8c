"""Form that writes to a patient with free times, for whoever cannot be called."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.text import format_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from appointments.desk.day.free_times import FreeTimes, free_times_of, start_of
from appointments.desk.day.visit_preferences import VisitPreferences
from appointments.models import Visit
from appointments.notices.wording import OfferedTime
from appointments.targets.visit_objections import Offer
from clinic.database.clock import current_time
from clinic.identity.clinic_time import clinic_day, day_and_time, moment_of, start_of_day
from clinic.identity.opening_hours import OpeningHours
from clinic.models import Practitioner
from clinic.typed.fields import set_choices

from .action import ActionForm, MessageOffer, note_field
from .spoken_language import SpokenLanguage

LENGTH = timedelta(minutes=60)
MOST_OFFERED = 3
# Choices for each practitioner: what suits the patient, then the next; at most one before and one after noon.
_CHOICES, _DAYS = 6, 14
_NOON = timedelta(hours=12)
# Nobody reads a mail, answers it and comes within less.
_SOONEST = timedelta(hours=3)
_LATEST_AGAIN = timedelta(days=60)


@dataclass(frozen=True)
class FreeTime:
    """Time at which a practitioner is free."""

    practitioner: Practitioner
    start: datetime
    suits: bool = False
    language: SpokenLanguage = SpokenLanguage()

    @property
    def key(self) -> str:
        """Value of the checkbox."""
        return f"{self.practitioner.pk}.{int(self.start.timestamp())}"

    @property
    def words(self) -> str:
        """Label of the checkbox."""
        name = self.language.beside(self.practitioner.name, self.practitioner)
        words = {"time": day_and_time(self.start), "name": name}
        return (_t("%(time)s, %(name)s: suits the patient") if self.suits else "%(time)s, %(name)s") % words

    def is_free(self, clock: OpeningHours) -> bool:
        """Return whether the time is to come, the practitioner works then and nobody has it."""
        end = self.start + LENGTH
        if self.start <= current_time() or Offer(self.practitioner, clock).objections(self.start, end):
            return False
        during = DateTimeTZRange(self.start, end)
        taken = Visit.objects.active().filter(practitioner=self.practitioner, during__overlap=during)
        return not taken.exists()


class OfferTimesForm(ActionForm):
    """Form of the times to offer, and of the day on which the desk looks again if no answer comes."""

    needs_message = True

    times = forms.MultipleChoiceField(
        label=_("Which times do you offer?"),
        help_text=_("One to three, of an hour each. They are not kept free until you schedule the visit."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Select one to three times"),
            "invalid_choice": _("One of these times is no longer free. Choose again."),
        },
    )
    again = forms.DateField(
        label=_("If no answer comes, look again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter the day"), "invalid": _("Enter a day, such as 2027-01-31")},
    )
    note = note_field()

    def __init__(self, *args: Any, message_offer: MessageOffer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.message_offer = message_offer or MessageOffer()
        people = list(Practitioner.objects.offering_visits())
        answers = self.appointment_request.answers
        preferences = VisitPreferences.of(answers) if answers else VisitPreferences([], [])
        free = [*self._chosen(people), *_suggested(people, self.clock, preferences)]
        self.free = {one.key: one for one in sorted(free, key=lambda one: one.start)}
        language, field = SpokenLanguage.of(self.appointment_request), self.fields["times"]
        named = ((key, replace(one, language=language)) for key, one in self.free.items())
        set_choices(field, [(key, one.words) for key, one in named])
        if said := language.said_of(people):
            field.help_text = format_lazy("{said} {help}", said=said, help=field.help_text)
        self.initial.setdefault("again", clinic_day(start_of_day(current_time(), days_later=2)))

    def clean_times(self) -> list[FreeTime]:
        """Return the chosen times, the earliest first."""
        chosen = self.cleaned_data["times"]
        if len(chosen) > MOST_OFFERED:
            raise ValidationError(_("Select three times at most"), code="too_many")
        return sorted((self.free[key] for key in chosen), key=lambda one: one.start)

    def clean_again(self) -> Any:
        """Refuse a day that is over or far away."""
        day, now = self.cleaned_data["again"], current_time()
        if not clinic_day(now) < day <= clinic_day(now + _LATEST_AGAIN):
            raise ValidationError(_("Enter a day after today, within two months"), code="day")
        return day

    def clean(self) -> None:
        """Refuse the step if nobody may write to the patient."""
        super().clean()
        if not self.message_offer.texts:
            raise ValidationError(self.message_offer.why_not, code="no_message")

    def arguments(self) -> dict[str, Any]:
        morning = moment_of(self.cleaned_data["again"], datetime.min.time())
        again = self.clock.next_opening(morning) or morning + timedelta(hours=9)
        kept = {name: self.cleaned_data[name] for name in ("version", "note")}
        return {**kept, "next_attempt_at": again}

    @property
    def wants_message(self) -> bool:
        """Return True: the step is its message."""
        return True

    @property
    def offered(self) -> list[OfferedTime]:
        """Return the chosen times as the message names them."""
        return [OfferedTime(one.start, one.practitioner.display_name) for one in self.cleaned_data["times"]]

    def _chosen(self, people: list[Practitioner]) -> Iterator[FreeTime]:
        """Yield the times that were sent and are still free: later ones may be suggested meanwhile."""
        by_key = {str(one.pk): one for one in people}
        for value in self._sent()[: MOST_OFFERED + 1]:
            key, _point, seconds = str(value).partition(".")
            if key in by_key and seconds.isascii() and seconds.isdecimal() and len(seconds) <= 10:
                time = FreeTime(by_key[key], datetime.fromtimestamp(int(seconds), UTC))
                if time.is_free(self.clock):
                    yield time

    def _sent(self) -> list[str]:
        return list(self["times"].data or []) if self.is_bound else []


def _suggested(
    people: list[Practitioner], clock: OpeningHours, preferences: VisitPreferences
) -> Iterator[FreeTime]:
    """Yield free times of each practitioner, rather those that suit: one before and one after noon."""
    soonest = current_time() + _SOONEST
    first = clinic_day(soonest)
    for free in free_times_of(people, clock, LENGTH, now=soonest, until=first + timedelta(days=_DAYS)):
        yield from sorted(_spread(free, first, preferences), key=lambda one: not one.suits)[:_CHOICES]


def _spread(free: FreeTimes, first: date, preferences: VisitPreferences) -> Iterator[FreeTime]:
    for day in free.days(first, _DAYS):
        noon, starts = start_of(day) + _NOON, free.on(day)
        for half in ([at for at in starts if at < noon], [at for at in starts if at >= noon]):
            best = sorted(half, key=lambda at: not preferences.suits(at))[:1]
            for at in best:
                suits = preferences.has_wishes and preferences.suits(at)
                yield FreeTime(free.offer.practitioner, at, suits)
