"""Plan of a day: each practitioner's visits in order, and the free time between them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest, Visit
from clinic.database.clock import current_time
from clinic.identity.clinic_time import clinic_day, start_of_day
from clinic.identity.opening_hours import OpeningHours
from clinic.models import Practitioner

from .visit_preferences import VisitPreferences
from .visit_times import (
    TIME_GRID,
    Span,
    closed_in_words,
    closure_in_words,
    free_spans,
    in_utc,
    on_grid,
    part_in_words,
    spans_in_words,
    why_to_move,
)


@dataclass(frozen=True)
class Slot:
    """Visit or free time of a practitioner. ``suits`` names the preferred parts of the day in it.

    ``alert`` is why a visit needs a new time.
    """

    start: datetime
    end: datetime
    appointment_request: AppointmentRequest | None = None
    name: str = ""
    is_this: bool = False
    suits: str = ""
    alert: str = ""

    @property
    def words(self) -> str:
        """Return the begin and the end, in words."""
        return spans_in_words([(self.start, self.end)])

    @property
    def minutes(self) -> int:
        """Return the length."""
        return int((self.end - self.start).total_seconds() // 60)


@dataclass(frozen=True)
class PractitionerDay:
    """Day of one practitioner; ``remarks`` are exceptions of that day."""

    practitioner: Practitioner
    slots: list[Slot]
    remarks: list[str]


@dataclass
class DayPlan:
    """Day of all practitioners or of one. ``about`` is the request that is being scheduled."""

    day: date
    clinic: OpeningHours
    chosen: Practitioner | None = None
    about: AppointmentRequest | None = None
    preferences: VisitPreferences | None = None
    now: datetime = field(default_factory=current_time)

    @property
    def title(self) -> str:
        """Return the day in words, with the year, because schedules are printed."""
        return date_format(self.day, "l, F j, Y")

    @property
    def is_today(self) -> bool:
        """Return whether it is today at the clinic."""
        return self.day == clinic_day(self.now)

    @property
    def closed(self) -> str:
        """Return why the clinic is closed that day; empty when it is open, or states no hours."""
        return closed_in_words(self.clinic, self.day)

    @property
    def closed_in_part(self) -> str:
        """Return for what part of a day the clinic is closed that is open otherwise; empty if it is not."""
        parts = [] if self.closed else self.clinic.closures_in_part(self.day)
        return " ".join(map(closure_in_words, parts))

    @cached_property
    def visits(self) -> list[Visit]:
        """Return the visits of the day, in order of time."""
        day = DateTimeTZRange(start_of_day(self._noon), start_of_day(self._noon, days_later=1))
        # A single range uses the index of the exclusion constraint.
        visits = Visit.objects.active().filter(during__overlap=day)
        if self.chosen:
            visits = visits.filter(practitioner=self.chosen)
        return list(visits.select_related("appointment_request", "practitioner").order_by("during"))

    @property
    def requests(self) -> list[AppointmentRequest]:
        """Return the requests of the visits."""
        return [visit.appointment_request for visit in self.visits]

    @cached_property
    def people(self) -> list[PractitionerDay]:
        """Return the day of each practitioner who sees patients, or left but still has a visit."""
        shown = {self.chosen.pk: self.chosen} if self.chosen else {}
        if not self.chosen:
            shown = {one.pk: one for one in Practitioner.objects.offering_visits()}
        shown |= {
            visit.practitioner_id: visit.practitioner
            for visit in self.visits
            if visit.practitioner_id not in shown
        }
        return [self._person(practitioner) for practitioner in shown.values()]

    @property
    def _noon(self) -> datetime:
        return datetime(
            self.day.year, self.day.month, self.day.day, 12, tzinfo=timezone.get_default_timezone()
        )

    def _person(self, practitioner: Practitioner) -> PractitionerDay:
        visits = [visit for visit in self.visits if visit.practitioner_id == practitioner.pk]
        works_here = practitioner.sees_patients_on(self.day)
        taken = [
            (visit.during.lower, visit.during.upper)
            for visit in visits
            if visit.appointment_request != self.about
        ]
        free = self._free(practitioner, taken) if works_here else []
        slots = [*map(self._visit_slot, visits), *free]
        in_order = sorted(slots, key=lambda slot: slot.start)
        return PractitionerDay(practitioner, in_order, self._remarks(practitioner, works_here))

    def _remarks(self, practitioner: Practitioner, works_here: bool) -> list[str]:
        if self.closed or not works_here:
            return []
        if practitioner.is_away_on(self.day):
            return [_("Away on that day.")]
        parts = [leave for leave in practitioner.days_away if leave.part_of(self.day)]
        away = [_("Away %(part)s.") % {"part": part_in_words(leave)} for leave in parts]
        return [*away, *self._hours_remarks(practitioner)]

    def _hours_remarks(self, practitioner: Practitioner) -> list[str]:
        if not practitioner.working_hours:
            return []
        hours = practitioner.clock(self.clinic).openings_on(self.day)
        if not hours:
            return [_("Does not work on that day of the week.")]
        return [_("Works from %(hours)s.") % {"hours": spans_in_words(hours)}]

    def _free(self, practitioner: Practitioner, taken: list[Span]) -> Iterable[Slot]:
        openings = in_utc(practitioner.clock(self.clinic).openings_on(self.day))
        for begins, ends in free_spans(openings, taken):
            # Time that has passed, or has nearly, is not free.
            starts = max(begins, self.now)
            if ends - starts >= TIME_GRID:
                suits = self.preferences.within(starts, ends) if self.preferences else ""
                yield Slot(begins if begins >= self.now else on_grid(starts), ends, suits=suits)

    def _visit_slot(self, visit: Visit) -> Slot:
        answers = visit.appointment_request.answers
        return Slot(
            visit.during.lower,
            visit.during.upper,
            visit.appointment_request,
            answers.short_name if answers else "",
            visit.appointment_request == self.about,
            alert=why_to_move(visit, self.clinic),
        )
