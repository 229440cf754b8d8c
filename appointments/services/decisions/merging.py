"""Merging the requests of one person: one stays, the other closes and points to it.

Only a member of the desk decides on a merge. A request that stays is never itself a duplicate, so that
requests never point to each other in a circle: duplicates of one that closes then point to the survivor.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Unpack

from django.db import connection
from django.db.models import Q

from appointments import action_rules
from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import ActionUndone, ClosedAsDuplicate, Merged
from appointments.models.stored_documents import Standing
from appointments.models.timeline import STANDING, merge_of
from appointments.services.changes import ChangeArguments, TransitionRefused, locked_change, visit_took_place
from appointments.services.standing import Snapshot, restore_columns
from appointments.statuses import Status
from clinic.models import User

# The key of an advisory lock: any number that no other lock uses.
_ONE_MERGE_AT_A_TIME = 1_870_451
_NOT_YET_TRIED = (Status.QUARANTINED, Status.NEW)


class VisitWouldBeLost(TransitionRefused):
    """Error: the request that would close has a visit, the one that would stay has none."""


def close_as_duplicate(*, original: AppointmentRequest, **arguments: Unpack[ChangeArguments]) -> None:
    """Close a request that points to ``original``, of the same person. Both timelines say so."""
    merge = BothLocked(original)
    with locked_change(action_rules.DUPLICATE, lock=merge.lock, **arguments) as change:
        closing, survivor = change.appointment_request, merge.survivor
        if survivor is None:
            raise AppointmentRequest.DoesNotExist
        if not may_stay(survivor) or survivor.pk == closing.pk:
            raise TransitionRefused(closing)
        if would_lose_visit(closing, survivor):
            raise VisitWouldBeLost(closing)
        change.payload = take_over(survivor, closing, actor=arguments["actor"])
        change.advance()
        closing.duplicate_of = survivor


@dataclass
class BothLocked:
    """Lock of a request for a change that also concerns ``survivor``, which then is the locked row."""

    survivor: AppointmentRequest | None

    def lock(self, pk: uuid.UUID) -> AppointmentRequest:
        """Lock both requests, or only that of ``pk`` if the other was erased."""
        if self.survivor is None:
            return AppointmentRequest.objects.select_for_update().get(pk=pk)
        locked = lock_for_merge([pk], self.survivor)
        self.survivor = locked.get(self.survivor.pk)
        if pk not in locked:
            raise AppointmentRequest.DoesNotExist
        return locked[pk]


def may_stay(appointment_request: AppointmentRequest) -> bool:
    """Return whether duplicates may point to ``appointment_request``: only if it is open.

    Nobody works on a closed request: a patient who was declined or came last month, and asks again, would
    wait in vain.
    """
    return appointment_request.is_open and not visit_took_place(appointment_request)


def would_lose_visit(appointment_request: AppointmentRequest, survivor: AppointmentRequest) -> bool:
    """Return whether the person would lose the only coming visit if ``survivor`` stayed."""
    visits = Visit.objects.active().filter(appointment_request__in=[appointment_request, survivor])
    coming = visits.to_come()
    return set(coming.values_list("appointment_request", flat=True)) == {appointment_request.pk}


def lock_for_merge(
    closing: Collection[uuid.UUID], original: AppointmentRequest
) -> dict[uuid.UUID, AppointmentRequest]:
    """Lock the request that stays, those that close and their duplicates, in one order.

    Concurrent merges wait for one another here, and the second sees the result of the first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_MERGE_AT_A_TIME])
    concerned = Q(pk__in=[*closing, original.pk]) | Q(duplicate_of__in=list(closing))
    locked = AppointmentRequest.objects.select_for_update(of=("self",)).filter(concerned).order_by("pk")
    return {appointment_request.pk: appointment_request for appointment_request in locked}


def take_over(survivor: AppointmentRequest, closing: AppointmentRequest, *, actor: User) -> ClosedAsDuplicate:
    """Give ``survivor`` the longer wait, the higher priority and the duplicates of ``closing``.

    A survivor that was tried since keeps its own wait: that try has answered the person. Returns the payload
    of the event that closes the other.
    """
    brought = AppointmentRequest.objects.filter(duplicate_of=closing).order_by("pk")
    references = tuple(brought.values_list("reference", flat=True))
    brought.update(duplicate_of=survivor)
    before = Snapshot.of(survivor, None)
    if survivor.status in _NOT_YET_TRIED and closing.status in _NOT_YET_TRIED:
        survivor.waiting_since = min(survivor.waiting_since, closing.waiting_since)
        survivor.due_at = min(survivor.due_at, closing.due_at)
    survivor.priority = min(survivor.priority, closing.priority)
    urgent = [one.urgent_since for one in (survivor, closing) if one.urgent_since]
    survivor.urgent_since = min(urgent, default=None)
    changed = before.standing_before(Snapshot.of(survivor, None))
    merged = Merged(merged=(closing.reference,), before=changed)
    _write(survivor, RequestEvent.new(survivor, EventKind.MERGED, merged, actor=actor))
    return ClosedAsDuplicate(original=survivor.reference, brought=references)


def take_apart(
    survivor: AppointmentRequest,
    duplicate: AppointmentRequest,
    brought: Collection[str],
    *,
    actor: User | None,
) -> None:
    """Take back what ``take_over`` gave ``survivor``, as far as nobody has changed it since."""
    AppointmentRequest.objects.filter(reference__in=brought, duplicate_of=survivor).update(
        duplicate_of=duplicate
    )
    merge = survivor.events.filter(merge_of(duplicate.reference)).last()
    if merge is None:
        return
    before = merge.payload.before or Standing()
    later = survivor.events.filter(STANDING, pk__gt=merge.pk).exclude(kind=EventKind.UNDONE)
    since = {name for event in later for name in (event.payload.before or Standing()).columns}
    kept = {name: value for name, value in before.columns.items() if name not in since}
    restore_columns(survivor, Standing(columns=kept))
    _write(
        survivor,
        RequestEvent.new(survivor, EventKind.UNDONE, ActionUndone(undone="step"), actor=actor, undoes=merge),
    )


def _write(survivor: AppointmentRequest, event: RequestEvent) -> None:
    survivor.version += 1
    survivor.save()
    event.save(force_insert=True)
