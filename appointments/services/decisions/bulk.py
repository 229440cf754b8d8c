"""Bulk actions on many requests. A decision about a patient is made one by one, never here.

``seen`` holds each request with the version that the user saw. Requests that have changed since, or whose
status does not allow the action, stay as they are. Every function returns how many it changed.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.functional import cached_property

from appointments import action_rules
from appointments.action_rules import ActionRule
from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.event_payloads import Claimed, EventPayload, payload_class
from appointments.models.visits import VisitQuerySet
from appointments.services.changes import moved_since
from appointments.services.standing import Snapshot
from clinic.models import User

from .merging import lock_for_merge, may_stay, take_over

Seen = Mapping[uuid.UUID, int]
# Requests that are locked and written together: enough to be quick, few enough to keep nobody waiting.
BATCH = 500


@dataclass(kw_only=True)
class _BulkChange:
    """Change to each request: the columns that change besides its status, and its event."""

    rule: ActionRule
    payload: EventPayload | None = None
    values: dict[str, Any] = field(default_factory=dict)
    merges_into: AppointmentRequest | None = None
    # All requests of the action have the same, so that it can be undone for all of them.
    batch: str = field(default_factory=lambda: uuid.uuid4().hex)

    @cached_property
    def all_values(self) -> dict[str, Any]:
        """Columns that change, the status included."""
        target = self.rule.leads_to
        closes = {"status": target, "closed_at": Now(), "next_attempt_at": None} if target else {}
        return {**self.values, **closes}


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
        merges_into=original,
    )
    return _change_many(others, actor, change)


def _change_many(seen: Seen, actor: User, change: _BulkChange) -> int:
    return sum(_change_batch(dict(batch), actor, change) for batch in batched(sorted(seen.items()), BATCH))


def _change_batch(seen: Seen, actor: User, change: _BulkChange) -> int:
    with transaction.atomic(durable=True):
        locked = _locked(seen, change)
        moved = moved_since(change.rule, {one: seen[one.pk] for one in locked})
        changed = [one for one in locked if one not in moved]
        payloads = dict.fromkeys(seen, change.payload)
        visits: dict[uuid.UUID, Visit] = {}
        if change.merges_into:
            changed, visits, payloads = _merge(changed, change.merges_into, actor)
        written = AppointmentRequest.objects.filter(pk__in=[one.pk for one in changed])
        written.update(version=F("version") + 1, **change.all_values)
        RequestEvent.objects.bulk_create(
            _event(one, actor, change, payloads[one.pk], visits.get(one.pk)) for one in changed
        )
    return len(changed)


def _locked(seen: Seen, change: _BulkChange) -> list[AppointmentRequest]:
    if change.merges_into:
        lock_for_merge(seen, change.merges_into)
    locked = AppointmentRequest.objects.select_for_update().order_by("pk")
    fitting = change.rule.fitting(locked.filter(pk__in=seen))
    return list(fitting.defer("patient_data", "lookup"))


def _merge(
    closing: list[AppointmentRequest], original: AppointmentRequest, actor: User
) -> tuple[list[AppointmentRequest], dict[uuid.UUID, Visit], dict[uuid.UUID, EventPayload | None]]:
    """Merge those of ``closing`` that may be closed into ``original``; return them, with visits and payloads.

    Their visits are cancelled. A request whose visit took place is left alone, even if still open.
    """
    survivor = AppointmentRequest.objects.get(pk=original.pk)
    if not may_stay(survivor):
        return [], {}, {}
    visits = _visits_of([*closing, survivor])
    over = set(visits.over().values_list("appointment_request", flat=True))
    with_visit = {visit.appointment_request_id: visit for visit in visits}
    coming = set(with_visit) - over
    kept_open = over if survivor.pk in coming else over | coming
    closing = [one for one in closing if one.pk not in kept_open]
    payloads: dict[uuid.UUID, EventPayload | None] = {
        one.pk: take_over(survivor, one, actor=actor) for one in closing
    }
    _visits_of(closing).update(cancelled_at=Now())
    return closing, with_visit, payloads


def _visits_of(requests: list[AppointmentRequest]) -> VisitQuerySet:
    return Visit.objects.active().filter(appointment_request__in=requests)


def _event(
    appointment_request: AppointmentRequest,
    actor: User,
    change: _BulkChange,
    payload: EventPayload | None,
    visit: Visit | None,
) -> RequestEvent:
    from_status, to_status = appointment_request.status, change.rule.leads_to or ""
    before = Snapshot.of(appointment_request, visit)
    appointment_request.version += 1
    for name, value in change.all_values.items():
        setattr(appointment_request, name, value)
    payload = payload or payload_class(change.rule.kind, to_status)()
    payload = replace(
        payload, before=before.standing_before(Snapshot.of(appointment_request, None)), batch=change.batch
    )
    return RequestEvent.new(
        appointment_request,
        change.rule.kind,
        payload,
        actor=actor,
        from_status=from_status if to_status else "",
        to_status=to_status,
    )
