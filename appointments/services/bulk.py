"""The same small step on many requests at once. A decision about a patient is made one by one, never here.

``seen`` holds each request with the version that the person saw: what has changed since, or is in a status
that does not allow the step, stays as it is. Every function returns how many it changed.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.timeline import EventKind
from appointments.statuses import OPEN, Status, leading_to
from clinic.models import User

Seen = Mapping[uuid.UUID, int]
# Locked and written together: long enough to be quick, short enough to keep nobody waiting.
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What becomes of each request: the columns that change, and its event."""

    statuses: frozenset[Status]
    values: dict[str, Any]
    kind: str
    details: dict[str, Any]
    frees_the_time: bool = False


def assign_many(seen: Seen, *, actor: User, to: User | None) -> int:
    """Give the requests to ``to``, or back to the desk."""
    kind = EventKind.CLAIMED if to else EventKind.RELEASED
    details = {"given_to": to.get_full_name() or to.get_username()} if to and to != actor else {}
    plan = _Plan(statuses=OPEN, values={"assigned_to": to}, kind=kind, details=details)
    return _change_many(seen, actor, plan)


def discard_many(seen: Seen, *, actor: User) -> int:
    """What looked like spam is spam. Nobody is told; each may be reopened."""
    plan = _Plan(
        statuses=frozenset({Status.QUARANTINED}),
        values={"status": Status.DECLINED},
        kind=EventKind.TRANSITION,
        details={"spam": True},
    )
    return _change_many(seen, actor, plan)


def close_many_as_duplicates(seen: Seen, *, actor: User, original: AppointmentRequest) -> int:
    """The same person's ``original`` stays; the others close and point to it."""
    # The one that stays cannot point to itself, nor to one that points back.
    others = {pk: seen[pk] for pk in seen if pk not in (original.pk, original.duplicate_of_id)}
    plan = _Plan(
        statuses=leading_to(Status.DUPLICATE),
        values={"status": Status.DUPLICATE, "duplicate_of": original},
        kind=EventKind.TRANSITION,
        details={"original": original.reference},
        frees_the_time=True,
    )
    return _change_many(others, actor, plan)


def _change_many(seen: Seen, actor: User, plan: _Plan) -> int:
    return sum(_change_batch(dict(batch), actor, plan) for batch in batched(sorted(seen.items()), _BATCH))


def _change_batch(seen: Seen, actor: User, plan: _Plan) -> int:
    with transaction.atomic(durable=True):
        locked = AppointmentRequest.objects.select_for_update().order_by("pk")
        found = locked.filter(pk__in=seen, status__in=plan.statuses).only("pk", "status", "version")
        changed = [request for request in found if request.version == seen[request.pk]]
        written = AppointmentRequest.objects.filter(pk__in=[request.pk for request in changed])
        values = dict(plan.values)
        if "status" in values:
            values |= {"closed_at": timezone.now(), "next_attempt_at": None}
        written.update(version=F("version") + 1, **values)
        if plan.frees_the_time:
            standing = Visit.objects.filter(request__in=changed, cancelled_at=None)
            standing.update(cancelled_at=timezone.now())
        RequestEvent.objects.bulk_create(_event(request, actor, plan) for request in changed)
    return len(changed)


def _event(request: AppointmentRequest, actor: User, plan: _Plan) -> RequestEvent:
    to_status = plan.values.get("status", "")
    return RequestEvent(
        request=request,
        kind=plan.kind,
        from_status=request.status if to_status else "",
        to_status=to_status,
        actor=actor,
        actor_name=actor.get_full_name() or actor.get_username(),
        details=plan.details,
    )
