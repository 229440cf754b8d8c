"""Objections to the time of a visit: the one rule of when a practitioner can see a patient.

Times are offered by the clinic's hours and closures, the practitioner's working hours and days away, and as
long as the practitioner works here. Form, day view and lists of visits to move all ask this module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache, cached_property

from appointments.models import Visit
from clinic.identity.clinic_time import clinic_day
from clinic.identity.opening_hours import Closure, Opening, OpeningHours
from clinic.models import Practitioner


class Objection(StrEnum):
    """Reason why a practitioner cannot see a patient at some time. The codes are stored with visits."""

    CLOSED = "closed"
    NOT_OPEN = "not_open"
    LEFT = "left"
    UNLICENSED = "unlicensed"
    AWAY = "away"
    NOT_WORKING = "not_working"


@dataclass(frozen=True)
class Offer:
    """Times that a practitioner of a clinic offers."""

    practitioner: Practitioner
    clinic: OpeningHours

    @cached_property
    def hours(self) -> OpeningHours:
        """Return the practitioner's own hours, without days away and closures."""
        return self.practitioner.clock(self.clinic)

    @cached_property
    def openings_on(self) -> Callable[[date], list[Opening]]:
        """Return a function that gives the clinic's openings of a day."""
        return cache(self.clinic.openings_on)

    @cached_property
    def work_on(self) -> Callable[[date], list[Opening]]:
        """Return a function that gives the times of a day at which the practitioner sees patients."""
        return cache(self.hours.openings_on)

    @cached_property
    def away(self) -> tuple[Closure, ...]:
        """Return the practitioner's days away."""
        return self.practitioner.days_away

    @cached_property
    def has_own_hours(self) -> bool:
        """Return whether the practitioner's hours are others than the clinic's."""
        return bool(self.practitioner.working_hours)

    def objections(self, start: datetime, end: datetime) -> set[Objection]:
        """Return what speaks against a visit from ``start`` to ``end``. It makes no query."""
        day = clinic_day(start)
        found = set(self._about_the_person(day))
        if self.leave_during(start, end):
            found.add(Objection.AWAY)
        if self.clinic.closure_during(start, end):
            return found | {Objection.CLOSED}
        if self.clinic.weekly and not _covers(self.openings_on(day), start, end):
            found.add(Objection.NOT_OPEN)
        is_away = Objection.AWAY in found
        if self.has_own_hours and not is_away and not _covers(self.work_on(day), start, end):
            found.add(Objection.NOT_WORKING)
        return found

    def leave_during(self, start: datetime, end: datetime) -> Closure | None:
        """Return a leave of the practitioner that takes any of the time from ``start`` to ``end``."""
        return next((leave for leave in self.away if leave.meets(start, end, self.clinic.zone)), None)

    def unforeseen(self, visit: Visit) -> set[Objection]:
        """Return the objections to ``visit`` that nobody knew of when its time was agreed."""
        return self.objections(visit.during.lower, visit.during.upper) - set(visit.despite)

    def _about_the_person(self, day: date) -> list[Objection]:
        who = self.practitioner
        is_licensed = who.license_expires is None or day <= who.license_expires
        holds = {
            Objection.LEFT: not (who.is_active and who.offers_visits),
            Objection.UNLICENSED: not is_licensed,
        }
        return [objection for objection, objects in holds.items() if objects]


def _covers(openings: list[Opening], start: datetime, end: datetime) -> bool:
    return any(opens <= start and end <= closes for opens, closes in openings)
