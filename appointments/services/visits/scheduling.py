"""Scheduling, moving, keeping and cancelling of visits, each at a time that is free for its practitioner."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Unpack

from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from appointments import action_rules
from appointments.models import Visit
from appointments.models.event_payloads import Scheduled, VisitCancelled, VisitMoved, VisitStays
from appointments.models.stored_documents import VisitTime
from appointments.services.changes import (
    Change,
    ChangeArguments,
    MessageArguments,
    TransitionRefused,
    locked_change,
)
from clinic.database.clock import database_now
from clinic.models import Practitioner


class VisitConflict(Exception):
    """Error: the practitioner already has a visit at that time."""


def schedule(
    *,
    practitioner: Practitioner,
    start: datetime,
    length: timedelta,
    told_by: str,
    despite: Collection[str] = (),
    **arguments: Unpack[MessageArguments],
) -> None:
    """Reserve ``practitioner``'s time from ``start`` for the request and mark it scheduled.

    ``despite`` are the objections to that time that the desk knows of (``targets.visit_objections``).
    A visit that is over, of somebody who came without an appointment, closes the request as of its end.

    Raises ``VisitConflict`` (decided by the database, so that two people at once cannot both win),
    ``RequestMoved``, ``TransitionRefused``.
    """
    with _overlaps_refused(), locked_change(action_rules.SCHEDULE, **arguments) as change:
        change.advance()
        change.appointment_request.next_attempt_at = None
        change.appointment_request.assigned_to = change.appointment_request.assigned_to or change.actor
        new = _reserve(change, practitioner, start, length, despite)
        if start + length <= database_now():
            change.appointment_request.closed_at = start + length
        change.payload = Scheduled(**asdict(new), told_by=told_by)


def move_visit(
    *,
    practitioner: Practitioner,
    start: datetime,
    length: timedelta,
    told_by: str,
    despite: Collection[str] = (),
    **arguments: Unpack[MessageArguments],
) -> None:
    """Give the visit another time or practitioner. The old time becomes free only if the new one is reserved.

    Raises as ``schedule`` does; ``TransitionRefused`` too if nothing would change.
    """
    with _overlaps_refused(), locked_change(action_rules.MOVE_VISIT, **arguments) as change:
        old = _visit_to_come(change)
        if (old.practitioner_id, old.during) == (practitioner.pk, DateTimeTZRange(start, start + length)):
            raise TransitionRefused(change.appointment_request)
        change.cancel_visit()
        new = _reserve(change, practitioner, start, length, despite)
        change.payload = VisitMoved(**asdict(new), told_by=told_by, earlier=_time_of(old))


def cancel_visit(*, told_by: str, **arguments: Unpack[MessageArguments]) -> None:
    """Cancel the visit; the request is one to call again, and waits for it from now."""
    with locked_change(action_rules.CANCEL_VISIT, **arguments) as change:
        old = _visit_to_come(change)
        change.cancel_visit()
        change.advance()
        change.begin_wait()
        change.payload = VisitCancelled(told_by=told_by, earlier=_time_of(old))


def keep_visit(*, despite: Collection[str], **arguments: Unpack[ChangeArguments]) -> None:
    """Keep the visit at its time ``despite`` these objections, which came up after it was agreed.

    Raises ``TransitionRefused`` too if none of them is new.
    """
    with locked_change(action_rules.KEEP_VISIT, **arguments) as change:
        visit = _visit_to_come(change)
        if set(despite) <= set(visit.despite):
            raise TransitionRefused(change.appointment_request)
        visit.despite = sorted({*visit.despite, *despite})
        visit.save(update_fields=["despite"])
        change.payload = VisitStays(**asdict(_time_of(visit)))


def _visit_to_come(change: Change) -> Visit:
    """Return the visit; refuse one that is over, which is neither moved nor cancelled."""
    visits = change.appointment_request.visits.active().to_come()
    visit = visits.select_related("practitioner").first()
    if visit is None:
        raise TransitionRefused(change.appointment_request)
    return visit


def _reserve(
    change: Change,
    practitioner: Practitioner,
    start: datetime,
    length: timedelta,
    despite: Collection[str],
) -> VisitTime:
    visit = Visit.objects.create(
        appointment_request=change.appointment_request,
        practitioner=practitioner,
        during=DateTimeTZRange(start, start + length),
        despite=list(despite),
    )
    return _time_of(visit)


def _time_of(visit: Visit) -> VisitTime:
    """Return the visit as the payload of an event keeps it."""
    return VisitTime.between(visit.practitioner, visit.during.lower, visit.during.upper)


@contextmanager
def _overlaps_refused() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if "visit_without_overlap" in str(error):
            raise VisitConflict from None
        raise
