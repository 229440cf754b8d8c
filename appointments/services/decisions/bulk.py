"""Bulk actions on many requests. A decision about a patient is made one by one, never here.

``seen`` holds each request with the version that the user saw. Requests that have changed since, or whose
status does not allow the action, stay as they are. Every function returns how many it changed.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from appointments import action_rules
from appointments.action_rules import ActionRule
from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.event_payloads import Claimed, ClosedAsDuplicate, EventPayload
from appointments.models.visits import VisitQuerySet
from clinic.models import User

from .merging import lock_for_merge, may_stay, take_over

Seen = Mapping[uuid.UUID, int]
# Requests that are locked and written together: enough to be quick, few enough to keep nobody waiting.
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class _BulkChange:
    """Change to each request: the columns that change besides its status, and its event."""

    rule: ActionRule
    payload: EventPayload | None = None
    values: dict[str, Any] = field(default_factory=dict)
    merges_into: AppointmentRequest | None = None


def assign_many(seen: Seen, *, actor: User, to: User | None) -> int:
    """Assign the requests to ``to``, or give them back to the desk."""
    rule = action_rules.CLAIM if to else action_rules.RELEASE
    payload = Claimed(given_to=to.get_full_name() or to.get_username()) if to and to != actor else None
    return _change_many(seen, actor, _BulkChange(rule=rule, values={"assigned_to": to}, payload=payload))


def discard_many(seen: Seen, *, actor: User) -> int:
    """Close possible spam as spam, without a message to anybody; each can be reopened."""
    return _change_many(seen, actor, _BulkChange(rule=action_rules.DISCARD))


def close_many_as_duplicates(seen: Seen, *, actor: User, original: AppointmentRequest) -> int:
    """Close the requests of one person except ``original``, to which they then point.

    A request with a visit is left alone if the one that stays has none.
    """
    # The request that stays cannot point to itself, nor to one that points to it.
    others = {pk: seen[pk] for pk in seen if pk not in (original.pk, original.duplicate_of_id)}
    change = _BulkChange(
        rule=action_rules.DUPLICATE,
        values={"duplicate_of": original},
        payload=ClosedAsDuplicate(original=original.reference),
        merges_into=original,
    )
    return _change_many(others, actor, change)


def _change_many(seen: Seen, actor: User, change: _BulkChange) -> int:
    return sum(_change_batch(dict(batch), actor, change) for batch in batched(sorted(seen.items()), _BATCH))


def _change_batch(seen: Seen, actor: User, change: _BulkChange) -> int:
    with transaction.atomic(durable=True):
        changed = [one for one in _locked(seen, change) if one.version == seen[one.pk]]
        if change.merges_into:
            changed = _merge(changed, change.merges_into, actor)
        written = AppointmentRequest.objects.filter(pk__in=[one.pk for one in changed])
        values = dict(change.values)
        if change.rule.leads_to:
            values |= {"status": change.rule.leads_to, "closed_at": timezone.now(), "next_attempt_at": None}
        written.update(version=F("version") + 1, **values)
        RequestEvent.objects.bulk_create(_event(one, actor, change) for one in changed)
    return len(changed)


def _locked(seen: Seen, change: _BulkChange) -> list[AppointmentRequest]:
    if change.merges_into:
        lock_for_merge(seen, change.merges_into)
    locked = AppointmentRequest.objects.select_for_update().order_by("pk")
    fitting = change.rule.fitting(locked.filter(pk__in=seen))
    clock = ("waiting_since", "due_at", "priority", "urgent_since")
    return list(fitting.only("pk", "reference", "status", "version", *clock))


def _merge(
    closing: list[AppointmentRequest], original: AppointmentRequest, actor: User
) -> list[AppointmentRequest]:
    """Merge those of ``closing`` that may be closed into ``original``, and return them.

    Their visits are cancelled. A request whose visit took place is left alone, even if still open.
    """
    survivor = AppointmentRequest.objects.get(pk=original.pk)
    if not may_stay(survivor):
        return []
    visits = _visits_of([*closing, survivor])
    over = set(visits.over().values_list("appointment_request", flat=True))
    with_visit = set(visits.values_list("appointment_request", flat=True)) - over
    kept_open = over if survivor.pk in with_visit else over | with_visit
    closing = [one for one in closing if one.pk not in kept_open]
    if closing:
        take_over(survivor, closing, actor=actor)
        _visits_of(closing).update(cancelled_at=timezone.now())
    return closing


def _visits_of(requests: list[AppointmentRequest]) -> VisitQuerySet:
    return Visit.objects.active().filter(appointment_request__in=requests)


def _event(appointment_request: AppointmentRequest, actor: User, change: _BulkChange) -> RequestEvent:
    to_status = change.rule.leads_to or ""
    return RequestEvent.new(
        appointment_request,
        change.rule.kind,
        change.payload,
        actor=actor,
        from_status=appointment_request.status if to_status else "",
        to_status=to_status,
    )
