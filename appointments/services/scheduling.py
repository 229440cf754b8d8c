"""Giving a request its visit: a practitioner and a time that nobody else has."""

import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from appointments.models import Visit
from appointments.statuses import Status
from clinic.models import Practitioner, User

from .changes import TransitionRefused, change


class VisitConflict(Exception):
    """The practitioner already has a visit at that time."""


def schedule(
    *,
    request_id: uuid.UUID,
    version: int,
    actor: User,
    practitioner: Practitioner,
    start: datetime,
    length: timedelta,
    told_by: str,
    note: str = "",
) -> None:
    """Keep ``practitioner``'s time from ``start`` for the request and mark it scheduled.

    Raises ``VisitConflict`` (decided by the database, so that two people at once cannot both win),
    ``RequestMoved``, ``TransitionRefused``.
    """
    try:
        with change(request_id, version=version, actor=actor, note=note) as step:
            step.go_to(Status.SCHEDULED)
            step.request.next_attempt_at = None
            step.request.assigned_to = step.request.assigned_to or actor
            Visit.objects.create(
                request=step.request,
                practitioner=practitioner,
                during=DateTimeTZRange(start, start + length),
            )
            step.details = {
                "practitioner": practitioner.display_name,
                "start": start.isoformat(),
                "minutes": int(length.total_seconds() // 60),
                "told_by": told_by,
            }
    except IntegrityError as error:
        if "visit_without_overlap" in str(error):
            raise VisitConflict from None
        raise


def cancel_visit(*, request_id: uuid.UUID, version: int, actor: User, told_by: str, note: str = "") -> None:
    """Free the practitioner's time; the request goes back among those to call."""
    with change(request_id, version=version, actor=actor, note=note) as step:
        if step.request.status != Status.SCHEDULED:
            raise TransitionRefused(step.request.reference)
        step.free_the_time()
        step.go_to(Status.CONTACTING)
        step.details = {"visit_cancelled": True, "told_by": told_by}
