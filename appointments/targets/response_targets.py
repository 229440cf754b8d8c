"""Response targets of the desk: the ones that run for a request, and the time that each has used up.

Pure functions: no database, no present moment. The time that was promised to the patient, ``due_at``, does
not depend on them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.statuses import Status
from clinic.identity.opening_hours import OpeningHours

# Percentages of a target's time: from the first on a request is shown as due soon; at the others the desk is
# told, then the owner, and at last the form tells visitors to call instead.
DUE_SOON, DESK_TOLD, OWNER_TOLD, VISITORS_TOLD = 50, 100, 150, 200
# The percentages that are written down, once for each request and target.
ESCALATION_PERCENTS = (DESK_TOLD, OWNER_TOLD, VISITORS_TOLD)


class Target(models.TextChoices):
    """Action that is due within a time. The labels are shown before that time."""

    FIRST_LOOK = "first_look", _("First look")
    FIRST_CONTACT = "first_contact", _("First call")
    URGENT = "urgent", _("Urgent call")
    CALL_AGAIN = "call_again", _("Try again")


@dataclass(frozen=True, kw_only=True)
class RequestTiming:
    """Facts about a request that its targets depend on.

    ``begun_at`` is when the request got its status, ``urgent_since`` when it became urgent.
    """

    status: str
    begun_at: datetime
    is_untouched: bool
    is_urgent: bool = False
    urgent_since: datetime | None = None
    next_attempt_at: datetime | None = None


@dataclass(frozen=True)
class RunningTarget:
    """Target that runs for a request. ``moment`` is its start; for ``CALL_AGAIN`` it is when to call."""

    target: Target
    moment: datetime


def running_targets(timing: RequestTiming) -> list[RunningTarget]:
    """Return the targets that run; none when the desk has nothing to do by a certain time."""
    if timing.status == Status.CONTACTING and timing.next_attempt_at:
        return [RunningTarget(Target.CALL_AGAIN, timing.next_attempt_at)]
    if timing.status != Status.NEW:
        return []
    if timing.is_urgent:
        return [RunningTarget(Target.URGENT, timing.urgent_since or timing.begun_at)]
    looks = [RunningTarget(Target.FIRST_LOOK, timing.begun_at)] if timing.is_untouched else []
    return [*looks, RunningTarget(Target.FIRST_CONTACT, timing.begun_at)]


@dataclass(frozen=True)
class ResponseTargets:
    """Opening time that the clinic allows for each target."""

    hours: OpeningHours
    amounts: Mapping[Target, timedelta]

    @classmethod
    def of(
        cls, hours: OpeningHours, *, first_look: int, first_contact: int, urgent: int
    ) -> "ResponseTargets":
        """Build from minutes. A call to try again gets as much time after its moment as a first call."""
        minutes = {
            Target.FIRST_LOOK: first_look,
            Target.FIRST_CONTACT: first_contact,
            Target.URGENT: urgent,
            Target.CALL_AGAIN: first_contact,
        }
        return cls(hours, {target: timedelta(minutes=number) for target, number in minutes.items()})

    def reached_at(self, run: RunningTarget, percent: int) -> datetime:
        """Return when ``run`` has used up ``percent`` of its time."""
        share = self._share(run.target, percent)
        if share < timedelta(0):
            return self.hours.open_time_ago(run.moment, -share)
        return self.hours.add_open_time(run.moment, share)

    def due_at(self, run: RunningTarget) -> datetime:
        """Return when the action is due; a call to try again is due at its moment, open or not."""
        return run.moment if run.target == Target.CALL_AGAIN else self.reached_at(run, 100)

    def latest_start(self, target: Target, percent: int, now: datetime) -> datetime:
        """Return the latest start of a run that has used up ``percent`` at ``now``.

        The database compares one column with it, as it cannot count opening time.
        """
        share = self._share(target, percent)
        if share < timedelta(0):
            return self.hours.add_open_time(now, -share)
        return self.hours.open_time_ago(now, share)

    def highest_escalation(self, run: RunningTarget, now: datetime) -> int:
        """Return the highest escalation percentage that ``run`` has reached; 0 before the first."""
        percents = (percent for percent in ESCALATION_PERCENTS if self.reached_at(run, percent) <= now)
        return max(percents, default=0)

    def _share(self, target: Target, percent: int) -> timedelta:
        from_zero = percent - 100 if target == Target.CALL_AGAIN else percent
        return self.amounts[target] * from_zero / 100
