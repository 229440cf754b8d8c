"""Writing down that a request waited too long: once for each clock and level, whoever looks how often.

The events say it; ``delays`` owes the notices about them. The version of a request stays as it is, so that a
page which somebody has open is not refused.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from appointments.models import AppointmentRequest, RequestEvent
from appointments.models.timeline import EventKind
from appointments.targets.clock import DESK, Clock, Plan, Run, runs_of
from appointments.targets.lateness import exactly, facts_of, plan_of, reached
from clinic.models import ClinicSettings

# Locked and written together: short enough to keep nobody at the desk waiting.
_BATCH = 200
Caller = dict[uuid.UUID, list[tuple[str, int, datetime]]]


def escalate(now: datetime) -> int:
    """Write an event for each clock that has reached a level since the last look; returns how many.

    Only the highest level is written: after a week without a worker, a request has one event and not three.
    """
    plan = plan_of(ClinicSettings.of_the_default_site())
    late = AppointmentRequest.objects.filter(reached(plan, DESK, now)).order_by("received_at", "pk")
    found = list(_reached(exactly(late.defer("patient_data", "lookup")), plan, now))
    behind = [appointment_request.pk for appointment_request, _run, _level in found]
    written = 0
    for start in range(0, len(behind), _BATCH):
        written += _write(behind[start : start + _BATCH], plan, now)
    return written


def _write(behind: list[uuid.UUID], plan: Plan, now: datetime) -> int:
    with transaction.atomic(durable=True):
        # What somebody is working on at this moment is looked at a minute later.
        locked = AppointmentRequest.objects.filter(pk__in=behind).order_by("pk")
        locked = locked.select_for_update(skip_locked=True)
        # Asked again once they are locked: a step may have been taken, or another worker was here.
        ours = AppointmentRequest.objects.filter(pk__in=list(locked.values_list("pk", flat=True)))
        events = [
            RequestEvent(
                appointment_request=appointment_request,
                kind=EventKind.ESCALATED,
                details={"clock": Clock(run.clock).value, "percent": level},
            )
            for appointment_request, run, level in _reached(exactly(ours), plan, now)
        ]
        RequestEvent.objects.bulk_create(events)
    return len(events)


def _reached(
    requests: Iterable[AppointmentRequest], plan: Plan, now: datetime
) -> Iterable[tuple[AppointmentRequest, Run, int]]:
    """The clocks that have reached a level which no event says yet."""
    asked = list(requests)
    known = _known(asked)
    for appointment_request in asked:
        for run in runs_of(facts_of(appointment_request)):
            level = plan.level_of(run, now)
            said = (
                percent
                for clock, percent, at in known[appointment_request.pk]
                if clock == run.clock and at >= appointment_request.begun_at
            )
            if level > max(said, default=0):
                yield appointment_request, run, level


def _known(requests: list[AppointmentRequest]) -> Caller:
    known: Caller = defaultdict(list)
    events = RequestEvent.objects.filter(
        appointment_request__in=requests, kind=EventKind.ESCALATED
    ).order_by()
    for appointment_request, details, at in events.values_list("appointment_request", "details", "at"):
        known[appointment_request].append((details["clock"], details["percent"], at))
    return known
