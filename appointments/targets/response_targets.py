"""Response targets of the desk: the ones that run for a request, and the time that each has used up.

Pure functions: no database, no present moment. This is the only clock: list, record, banner, menu,
escalation, expiry, mail and figures ask it, so that they agree to the minute. A request is due when the first
of the targets that run for it has used up its time, and from then on it is late:

- possible spam: at ``due_at``, which its sender was promised; that is shown, and never escalated.
- new: an opening time after ``waiting_since``, for the first look until somebody has taken it and for the
  first call, or after ``urgent_since``, for an urgent call; in any case at ``due_at``, the promise.
- contacting, with a next try: at its moment, whether the clinic is open then or not.
- contacting, without one: an opening time after ``waiting_since``, as long as for a first call.
- scheduled, and closed: never.

The wait begins with the arrival, and anew with an attempt, with the cancelling of a visit, and when a request
is reopened or restored. All of them set ``due_at`` anew but the last, whose sender was promised an answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.statuses import Status
from clinic.identity.opening_hours import OpeningHours

# Percentages of a target's time: from the first on a request is shown as due soon; at the others the desk is
# told, then the owner, and at last the form tells visitors to call instead.
DUE_SOON, LATE, OWNER_TOLD, VISITORS_TOLD = 50, 100, 150, 200
# Time before a promised answer at which it is due soon; for the other targets it is half of their time.
PROMISE_SOON = timedelta(hours=1)
# The percentages that are written down, once for each request and target.
ESCALATION_PERCENTS = (LATE, OWNER_TOLD, VISITORS_TOLD)


class Target(models.TextChoices):
    """Action that is due within a time. The labels are shown before that time."""

    FIRST_LOOK = "first_look", _("First look")
    FIRST_CONTACT = "first_contact", _("First call")
    URGENT = "urgent", _("Urgent call")
    CALL_AGAIN = "call_again", _("Try again")
    NEXT_STEP = "next_step", _("Next step")
    PROMISE = "promise", _("Answer promised")


# Targets that are due at a moment of their own; their time counts before and after it.
_AT_A_MOMENT = frozenset({Target.CALL_AGAIN, Target.PROMISE})


@dataclass(frozen=True)
class RunningTarget:
    """Target that runs for a request. ``moment`` is its start, or when it is due if that was set."""

    target: Target
    moment: datetime


def running_targets(appointment_request: AppointmentRequest) -> list[RunningTarget]:
    """Return the targets that run; none when the desk has nothing to do by a certain time."""
    since, again = appointment_request.waiting_since, appointment_request.next_attempt_at
    promise = RunningTarget(Target.PROMISE, appointment_request.due_at)
    if appointment_request.status == Status.CONTACTING:
        return [RunningTarget(Target.CALL_AGAIN, again) if again else RunningTarget(Target.NEXT_STEP, since)]
    if appointment_request.status == Status.QUARANTINED:
        return [promise]
    if appointment_request.status != Status.NEW:
        return []
    if appointment_request.priority == Priority.URGENT:
        return [RunningTarget(Target.URGENT, appointment_request.urgent_since or since), promise]
    taken = appointment_request.assigned_to_id is not None
    looks = [] if taken else [RunningTarget(Target.FIRST_LOOK, since)]
    return [*looks, RunningTarget(Target.FIRST_CONTACT, since), promise]


@dataclass(frozen=True)
class ResponseTargets:
    """Opening time that the clinic allows for each target."""

    hours: OpeningHours
    amounts: Mapping[Target, timedelta]

    @classmethod
    def of(
        cls, hours: OpeningHours, *, first_look: int, first_contact: int, urgent: int
    ) -> "ResponseTargets":
        """Build from minutes. What has no time of its own has as much as a first call."""
        minutes = {Target.FIRST_LOOK: first_look, Target.URGENT: urgent}
        return cls(hours, {one: timedelta(minutes=minutes.get(one, first_contact)) for one in Target})

    def reached_at(self, run: RunningTarget, percent: int) -> datetime:
        """Return when ``run`` has used up ``percent`` of its time."""
        if run.target == Target.PROMISE and percent < LATE:
            return run.moment - PROMISE_SOON
        share = self.share(run.target, percent)
        if share <= timedelta(0):
            return self.hours.open_time_ago(run.moment, -share) if share else run.moment
        return self.hours.add_open_time(run.moment, share)

    def due_at(self, run: RunningTarget) -> datetime:
        """Return when the action is due."""
        return self.reached_at(run, LATE)

    def first_due(self, appointment_request: AppointmentRequest) -> tuple[datetime, RunningTarget] | None:
        """Return when the request is due, and the target by which it is; None when nothing runs."""
        due = [(self.due_at(run), run) for run in running_targets(appointment_request)]
        return min(due, key=lambda one: one[0], default=None)

    def latest_start(self, target: Target, percent: int, now: datetime) -> datetime:
        """Return the latest start of a run that has used up ``percent`` at ``now``.

        The database compares one column with it, as it cannot count opening time.
        """
        if target == Target.PROMISE and percent < LATE:
            return now + PROMISE_SOON
        share = self.share(target, percent)
        if share <= timedelta(0):
            return self.hours.add_open_time(now, -share) if share else now
        return self.hours.open_time_ago(now, share)

    def starts_at(self, now: datetime) -> Callable[[Target, int], datetime]:
        """Return ``latest_start`` for the moment ``now``."""
        return partial(self.latest_start, now=now)

    def highest_escalation(self, run: RunningTarget, now: datetime) -> int:
        """Return the highest escalation percentage that ``run`` has reached; 0 before the first."""
        percents = (percent for percent in ESCALATION_PERCENTS if self.reached_at(run, percent) <= now)
        return max(percents, default=0)

    def share(self, target: Target, percent: int) -> timedelta:
        """Return the opening time until ``percent`` of a target; of those at a moment, the time after it."""
        counted = percent - LATE if target in _AT_A_MOMENT else percent
        return self.amounts[target] * counted / 100
