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
from django.db.models import F, QuerySet
from django.utils import timezone

from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Claimed, ClosedAsDuplicate, EventPayload
from appointments.statuses import OPEN, Status, leading_to
from clinic.models import User

from .merging import lock_for_merge, may_stay, take_over

Seen = Mapping[uuid.UUID, int]
# Locked and written together: long enough to be quick, short enough to keep nobody waiting.
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What becomes of each request: the columns that change, and its event."""

    statuses: frozenset[Status]
    values: dict[str, Any]
    kind: str
    payload: EventPayload | None = None
    merges_into: AppointmentRequest | None = None


def assign_many(seen: Seen, *, actor: User, to: User | None) -> int:
    """Give the requests to ``to``, or back to the desk."""
    kind = EventKind.CLAIMED if to else EventKind.RELEASED
    payload = Claimed(given_to=to.get_full_name() or to.get_username()) if to and to != actor else None
    plan = _Plan(statuses=OPEN, values={"assigned_to": to}, kind=kind, payload=payload)
    return _change_many(seen, actor, plan)


def discard_many(seen: Seen, *, actor: User) -> int:
    """What looked like spam is spam. Nobody is told; each may be reopened."""
    plan = _Plan(
        statuses=frozenset({Status.QUARANTINED}),
        values={"status": Status.DECLINED},
        kind=EventKind.DISCARDED,
    )
    return _change_many(seen, actor, plan)


def close_many_as_duplicates(seen: Seen, *, actor: User, original: AppointmentRequest) -> int:
    """The same person's ``original`` stays; the others close and point to it.

    One that has a visit is left alone as long as the one that stays has none.
    """
    # The one that stays cannot point to itself, nor to one that points back.
    others = {pk: seen[pk] for pk in seen if pk not in (original.pk, original.duplicate_of_id)}
    plan = _Plan(
        statuses=leading_to(Status.DUPLICATE),
        values={"status": Status.DUPLICATE, "duplicate_of": original},
        kind=EventKind.TRANSITION,
        payload=ClosedAsDuplicate(original=original.reference),
        merges_into=original,
    )
    return _change_many(others, actor, plan)


def _change_many(seen: Seen, actor: User, plan: _Plan) -> int:
    return sum(_change_batch(dict(batch), actor, plan) for batch in batched(sorted(seen.items()), _BATCH))


def _change_batch(seen: Seen, actor: User, plan: _Plan) -> int:
    with transaction.atomic(durable=True):
        changed = [one for one in _locked(seen, plan) if one.version == seen[one.pk]]
        if plan.merges_into:
            changed = _merge(changed, plan.merges_into, actor)
        written = AppointmentRequest.objects.filter(
            pk__in=[appointment_request.pk for appointment_request in changed]
        )
        values = dict(plan.values)
        if "status" in values:
            values |= {"closed_at": timezone.now(), "next_attempt_at": None}
        written.update(version=F("version") + 1, **values)
        RequestEvent.objects.bulk_create(
            _event(appointment_request, actor, plan) for appointment_request in changed
        )
    return len(changed)


def _locked(seen: Seen, plan: _Plan) -> list[AppointmentRequest]:
    if plan.merges_into:
        lock_for_merge(seen, plan.merges_into)
    locked = AppointmentRequest.objects.select_for_update().order_by("pk")
    found = locked.filter(pk__in=seen, status__in=plan.statuses, closed_at=None)
    return list(found.only("pk", "reference", "status", "version", "due_at", "priority"))


def _merge(
    closing: list[AppointmentRequest], original: AppointmentRequest, actor: User
) -> list[AppointmentRequest]:
    """Free the time of those that may close, and tell the one that stays; returns those that may close.

    A visit that took place is left as it was, although no worker has closed its request yet.
    """
    survivor = AppointmentRequest.objects.get(pk=original.pk)
    if not may_stay(survivor):
        return []
    standing = _standing([*closing, survivor])
    over = set(
        standing.filter(during__endswith__lte=timezone.now()).values_list("appointment_request", flat=True)
    )
    with_visit = set(standing.values_list("appointment_request", flat=True)) - over
    closing = [appointment_request for appointment_request in closing if appointment_request.pk not in over]
    if survivor.pk not in with_visit:
        closing = [
            appointment_request for appointment_request in closing if appointment_request.pk not in with_visit
        ]
    if closing:
        take_over(survivor, closing, actor=actor)
        _standing(closing).update(cancelled_at=timezone.now())
    return closing


def _standing(requests: list[AppointmentRequest]) -> QuerySet[Visit]:
    return Visit.objects.filter(appointment_request__in=requests, cancelled_at=None)


def _event(appointment_request: AppointmentRequest, actor: User, plan: _Plan) -> RequestEvent:
    to_status = plan.values.get("status", "")
    return RequestEvent.new(
        appointment_request,
        plan.kind,
        plan.payload,
        actor=actor,
        from_status=appointment_request.status if to_status else "",
        to_status=to_status,
    )
