"""Scheduling a visit with a practitioner at a time that nobody else has; moving and cancelling it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Unpack

from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from appointments import action_rules
from appointments.models import Visit
from appointments.services.changes import Change, MessageArguments, TransitionRefused, locked_change
from clinic.models import Practitioner


class VisitConflict(Exception):
    """The practitioner already has a visit at that time."""


def schedule(
    *,
    practitioner: Practitioner,
    start: datetime,
    length: timedelta,
    told_by: str,
    **arguments: Unpack[MessageArguments],
) -> None:
    """Keep ``practitioner``'s time from ``start`` for the request and mark it scheduled.

    Raises ``VisitConflict`` (decided by the database, so that two people at once cannot both win),
    ``RequestMoved``, ``TransitionRefused``.
    """
    with _overlaps_refused(), locked_change(action_rules.SCHEDULE, **arguments) as change:
        change.advance()
        change.appointment_request.next_attempt_at = None
        change.appointment_request.assigned_to = change.appointment_request.assigned_to or change.actor
        change.details = {**_keep_time(change, practitioner, start, length), "told_by": told_by}


def move_visit(
    *,
    practitioner: Practitioner,
    start: datetime,
    length: timedelta,
    told_by: str,
    **arguments: Unpack[MessageArguments],
) -> None:
    """Give the visit another time or practitioner. The old time is free only if the new one is kept.

    Raises as ``schedule`` does; ``TransitionRefused`` too where nothing would change.
    """
    with _overlaps_refused(), locked_change(action_rules.MOVE_VISIT, **arguments) as change:
        old = _visit_to_come(change)
        if (old.practitioner_id, old.during) == (practitioner.pk, DateTimeTZRange(start, start + length)):
            raise TransitionRefused(change.appointment_request)
        change.cancel_visit()
        details = _keep_time(change, practitioner, start, length)
        change.details = {**details, "told_by": told_by, "earlier": _visit_details(old)}


def cancel_visit(*, told_by: str, **arguments: Unpack[MessageArguments]) -> None:
    """Free the practitioner's time; the request goes back among those to call."""
    with locked_change(action_rules.CANCEL_VISIT, **arguments) as change:
        old = _visit_to_come(change)
        change.cancel_visit()
        change.advance()
        change.details = {"visit_cancelled": True, "told_by": told_by, "earlier": _visit_details(old)}


def _visit_to_come(change: Change) -> Visit:
    """The visit, unless it is over: what took place is neither moved nor cancelled."""
    visits = change.appointment_request.visits.active().to_come()
    visit = visits.select_related("practitioner").first()
    if visit is None:
        raise TransitionRefused(change.appointment_request)
    return visit


def _keep_time(
    change: Change, practitioner: Practitioner, start: datetime, length: timedelta
) -> dict[str, Any]:
    visit = Visit.objects.create(
        appointment_request=change.appointment_request,
        practitioner=practitioner,
        during=DateTimeTZRange(start, start + length),
    )
    return _visit_details(visit)


def _visit_details(visit: Visit) -> dict[str, Any]:
    """The visit, as the details of an event keep it."""
    length = visit.during.upper - visit.during.lower
    return {
        "practitioner": visit.practitioner.display_name,
        "start": visit.during.lower.isoformat(),
        "minutes": int(length.total_seconds() // 60),
    }


@contextmanager
def _overlaps_refused() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if "visit_without_overlap" in str(error):
            raise VisitConflict from None
        raise
