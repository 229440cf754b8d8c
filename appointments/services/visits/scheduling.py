"""Giving a request its visit, a practitioner and a time that nobody else has; moving and cancelling it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from appointments.models import Visit
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Scheduled, VisitCancelled, VisitMoved, VisitTime
from appointments.services.changes import Change, PatientMessage, TransitionRefused, change
from appointments.statuses import Status
from clinic.models import Practitioner, User


class VisitConflict(Exception):
    """The practitioner already has a visit at that time."""


def schedule(
    *,
    appointment_request_id: uuid.UUID,
    version: int,
    actor: User,
    practitioner: Practitioner,
    start: datetime,
    length: timedelta,
    told_by: str,
    note: str = "",
    message: PatientMessage | None = None,
) -> None:
    """Keep ``practitioner``'s time from ``start`` for the request and mark it scheduled.

    Raises ``VisitConflict`` (decided by the database, so that two people at once cannot both win),
    ``RequestMoved``, ``TransitionRefused``.
    """
    with (
        _overlaps_refused(),
        change(appointment_request_id, version=version, actor=actor, note=note, message=message) as step,
    ):
        step.go_to(Status.SCHEDULED)
        step.appointment_request.next_attempt_at = None
        step.appointment_request.assigned_to = step.appointment_request.assigned_to or actor
        step.payload = Scheduled(**asdict(_keep_time(step, practitioner, start, length)), told_by=told_by)


def move_visit(
    *,
    appointment_request_id: uuid.UUID,
    version: int,
    actor: User,
    practitioner: Practitioner,
    start: datetime,
    length: timedelta,
    told_by: str,
    note: str = "",
    message: PatientMessage | None = None,
) -> None:
    """Give the visit another time or practitioner. The old time is free only if the new one is kept.

    Raises as ``schedule`` does; ``TransitionRefused`` too where nothing would change.
    """
    arguments = {"version": version, "actor": actor, "note": note, "message": message}
    with _overlaps_refused(), change(appointment_request_id, kind=EventKind.VISIT_MOVED, **arguments) as step:
        old = _visit_to_come(step)
        if (old.practitioner_id, old.during) == (practitioner.pk, DateTimeTZRange(start, start + length)):
            raise TransitionRefused(step.appointment_request.reference)
        step.free_the_time()
        new = _keep_time(step, practitioner, start, length)
        step.payload = VisitMoved(**asdict(new), told_by=told_by, earlier=_time_of(old))


def cancel_visit(
    *,
    appointment_request_id: uuid.UUID,
    version: int,
    actor: User,
    told_by: str,
    note: str = "",
    message: PatientMessage | None = None,
) -> None:
    """Free the practitioner's time; the request goes back among those to call."""
    arguments = {"version": version, "actor": actor, "note": note, "message": message}
    with change(appointment_request_id, kind=EventKind.VISIT_CANCELLED, **arguments) as step:
        old = _visit_to_come(step)
        step.free_the_time()
        step.go_to(Status.CONTACTING)
        step.payload = VisitCancelled(told_by=told_by, earlier=_time_of(old))


def _visit_to_come(step: Change) -> Visit:
    """The visit that stands and is not over: what took place is neither moved nor cancelled."""
    standing = step.appointment_request.visits.filter(cancelled_at=None, during__endswith__gt=timezone.now())
    visit = standing.select_related("practitioner").first()
    if visit is None or step.appointment_request.status != Status.SCHEDULED:
        raise TransitionRefused(step.appointment_request.reference)
    return visit


def _keep_time(step: Change, practitioner: Practitioner, start: datetime, length: timedelta) -> VisitTime:
    visit = Visit.objects.create(
        appointment_request=step.appointment_request,
        practitioner=practitioner,
        during=DateTimeTZRange(start, start + length),
    )
    return _time_of(visit)


def _time_of(visit: Visit) -> VisitTime:
    """The visit as the payload of an event keeps it."""
    return VisitTime.between(visit.practitioner, visit.during.lower, visit.during.upper)


@contextmanager
def _overlaps_refused() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if "visit_without_overlap" in str(error):
            raise VisitConflict from None
        raise
