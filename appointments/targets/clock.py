"""The desk's own clocks: which of them run for a request, and by when each has run how far.

Pure, as the clinic's clock that it counts on: it knows no database and no present moment. What a patient
was promised, ``due_at``, is another matter and stays as it was promised.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.statuses import Status
from clinic.identity.opening_hours import OpeningHours

# In percent of the time that the clinic gives itself: from when a request is shown as due soon, when the
# whole desk is told, when the owner is, and when the form tells visitors to call instead.
SOON, DESK, OWNER, PUBLIC = 50, 100, 150, 200
# Those that are written down, once for each request and clock.
ESCALATIONS = (DESK, OWNER, PUBLIC)


class Clock(models.TextChoices):
    """What has to happen next. The labels stand before a time."""

    FIRST_LOOK = "first_look", _("First look")
    FIRST_CONTACT = "first_contact", _("First call")
    URGENT = "urgent", _("Urgent call")
    CALL_AGAIN = "call_again", _("Try again")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the clocks go by. ``begun_at``: when the request became what it is; ``urgent_since`` as well."""

    status: str
    begun_at: datetime
    is_untouched: bool
    is_urgent: bool = False
    urgent_since: datetime | None = None
    next_attempt_at: datetime | None = None


@dataclass(frozen=True)
class Run:
    """A clock that runs; of ``CALL_AGAIN`` the ``moment`` is its target, of the others its beginning."""

    clock: Clock
    moment: datetime


def runs_of(facts: Facts) -> list[Run]:
    """The clocks of a request; none once there is nothing for the desk to do by a certain time."""
    if facts.status == Status.CONTACTING and facts.next_attempt_at:
        return [Run(Clock.CALL_AGAIN, facts.next_attempt_at)]
    if facts.status != Status.NEW:
        return []
    if facts.is_urgent:
        return [Run(Clock.URGENT, facts.urgent_since or facts.begun_at)]
    looks = [Run(Clock.FIRST_LOOK, facts.begun_at)] if facts.is_untouched else []
    return [*looks, Run(Clock.FIRST_CONTACT, facts.begun_at)]


@dataclass(frozen=True)
class Plan:
    """How much opening time the clinic gives itself, by clock."""

    hours: OpeningHours
    amounts: Mapping[Clock, timedelta]

    @classmethod
    def of(cls, hours: OpeningHours, *, first_look: int, first_contact: int, urgent: int) -> "Plan":
        """From minutes. A call to be tried again is as late after its time as a first one would be."""
        minutes = {
            Clock.FIRST_LOOK: first_look,
            Clock.FIRST_CONTACT: first_contact,
            Clock.URGENT: urgent,
            Clock.CALL_AGAIN: first_contact,
        }
        return cls(hours, {clock: timedelta(minutes=number) for clock, number in minutes.items()})

    def reached_at(self, run: Run, percent: int) -> datetime:
        """When ``run`` has used up ``percent`` of its time."""
        share = self._share(run.clock, percent)
        if share < timedelta(0):
            return self.hours.open_time_ago(run.moment, -share)
        return self.hours.add_open_time(run.moment, share)

    def due_at(self, run: Run) -> datetime:
        """By when it should happen; a call at the time that somebody set, be the clinic open or not."""
        return run.moment if run.clock == Clock.CALL_AGAIN else self.reached_at(run, 100)

    def moment_of(self, clock: Clock, percent: int, now: datetime) -> datetime:
        """The latest moment that a run of ``clock`` can have if it has used up ``percent`` at ``now``.

        So the database compares one column with it, where opening time cannot be counted.
        """
        share = self._share(clock, percent)
        if share < timedelta(0):
            return self.hours.add_open_time(now, -share)
        return self.hours.open_time_ago(now, share)

    def level_of(self, run: Run, now: datetime) -> int:
        """The highest of the escalations that ``run`` has reached; 0 before the first."""
        return max((level for level in ESCALATIONS if self.reached_at(run, level) <= now), default=0)

    def _share(self, clock: Clock, percent: int) -> timedelta:
        from_zero = percent - 100 if clock == Clock.CALL_AGAIN else percent
        return self.amounts[clock] * from_zero / 100
