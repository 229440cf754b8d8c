"""Escalation: an event for each missed target of a request, once for each percentage.

``delays`` sends the notices about these events. The version of a request does not change, so that a form
which somebody has open is not refused.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import batched

from django.db import transaction

from appointments.models import AppointmentRequest, RequestEvent
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Escalated
from appointments.models.timeline import ESCALATED
from appointments.targets.queries import is_late, response_targets_of
from appointments.targets.response_targets import ResponseTargets, RunningTarget, Target, running_targets
from clinic.models import ClinicSettings

# Requests that are locked and written together: few enough to keep nobody at the desk waiting.
_BATCH = 200
Escalations = dict[uuid.UUID, list[tuple[str, int, datetime]]]


def escalate(now: datetime) -> int:
    """Write an event for each target that has reached another percentage; return how many were written.

    Only the highest percentage is written: after a week without a worker, a request has one event, not three.
    """
    targets = response_targets_of(ClinicSettings.of_the_default_site())
    late = AppointmentRequest.objects.filter(is_late(targets.starts_at(now))).order_by("received_at", "pk")
    missed = _missed(late.defer("patient_data", "lookup"), targets, now)
    keys = [appointment_request.pk for appointment_request, _run, _percent in missed]
    return sum(_write(batch, targets, now) for batch in batched(keys, _BATCH))


def _write(keys: Sequence[uuid.UUID], targets: ResponseTargets, now: datetime) -> int:
    with transaction.atomic(durable=True):
        # A request that is being changed at this moment gets its event a minute later.
        locked = AppointmentRequest.objects.filter(pk__in=keys).order_by("pk")
        locked = locked.select_for_update(skip_locked=True)
        # Reads again under the lock: the desk may have acted, or another worker written the event.
        ours = AppointmentRequest.objects.filter(pk__in=list(locked.values_list("pk", flat=True)))
        events = [
            RequestEvent.new(
                appointment_request,
                EventKind.ESCALATED,
                Escalated(clock=run.target.value, percent=percent),
            )
            for appointment_request, run, percent in _missed(ours, targets, now)
        ]
        RequestEvent.objects.bulk_create(events)
    return len(events)


def _missed(
    requests: Iterable[AppointmentRequest], targets: ResponseTargets, now: datetime
) -> Iterable[tuple[AppointmentRequest, RunningTarget, int]]:
    """Yield the targets that have reached a percentage for which there is no event yet."""
    requests = list(requests)
    escalations = _earlier_escalations(requests)
    for appointment_request in requests:
        reached = {run: targets.highest_escalation(run, now) for run in running_targets(appointment_request)}
        for run, percent in reached.items():
            begun = run.moment if run.target == Target.URGENT else appointment_request.waiting_since
            written = (
                earlier
                for target, earlier, at in escalations[appointment_request.pk]
                if target == run.target and at >= begun
            )
            if percent > max(written, default=0) and not _is_told_already(run, reached):
                yield appointment_request, run, percent


def _is_told_already(run: RunningTarget, reached: Mapping[RunningTarget, int]) -> bool:
    """Return whether a missed promise is the same call that is late by the clinic's own target."""
    calls = (Target.FIRST_CONTACT, Target.URGENT)
    return run.target == Target.PROMISE and any(reached[one] for one in reached if one.target in calls)


def _earlier_escalations(requests: list[AppointmentRequest]) -> Escalations:
    earlier: Escalations = defaultdict(list)
    for event in RequestEvent.objects.filter(ESCALATED, appointment_request__in=requests).order_by():
        payload = Escalated.from_json(event.details)
        earlier[event.appointment_request_id].append((payload.clock, payload.percent or 0, event.at))
    return earlier
