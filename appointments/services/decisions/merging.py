"""Merging the requests of one person: one stays, the other closes and points to it.

Only a member of the desk decides on a merge. A request that stays is never itself a duplicate, so that
requests never point to each other in a circle: duplicates of one that closes then point to the survivor.
"""

import uuid
from collections.abc import Collection
from typing import Unpack

from django.db import connection
from django.db.models import Q

from appointments import action_rules
from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import ClosedAsDuplicate, Merged
from appointments.services.changes import ChangeArguments, TransitionRefused, locked_change, visit_took_place
from appointments.statuses import Status
from clinic.models import User

# The key of an advisory lock: any number that no other lock uses.
_ONE_MERGE_AT_A_TIME = 1_870_451
_NOT_YET_TRIED = (Status.QUARANTINED, Status.NEW)


class VisitWouldBeLost(TransitionRefused):
    """Error: the request that would close has a visit, the one that would stay has none."""


def close_as_duplicate(*, original: AppointmentRequest, **arguments: Unpack[ChangeArguments]) -> None:
    """Close a request that points to ``original``, of the same person. Both timelines say so."""
    survivors: list[AppointmentRequest] = []

    def lock_both(pk: uuid.UUID) -> AppointmentRequest:
        locked = lock_for_merge([pk], original)
        if not {pk, original.pk} <= set(locked):
            raise AppointmentRequest.DoesNotExist
        survivors.append(locked[original.pk])
        return locked[pk]

    with locked_change(action_rules.DUPLICATE, lock=lock_both, **arguments) as change:
        closing, survivor = change.appointment_request, survivors[0]
        if not may_stay(survivor) or survivor.pk == closing.pk:
            raise TransitionRefused(closing)
        if would_lose_visit(closing, survivor):
            raise VisitWouldBeLost(closing)
        take_over(survivor, [closing], actor=arguments["actor"])
        change.advance()
        closing.duplicate_of = survivor
        change.payload = ClosedAsDuplicate(original=survivor.reference)


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


def take_over(survivor: AppointmentRequest, closing: list[AppointmentRequest], *, actor: User) -> None:
    """Give ``survivor`` the longest wait, the highest priority and the duplicates of ``closing``.

    A survivor that was tried since keeps its own wait: that try has answered the person.
    """
    AppointmentRequest.objects.filter(duplicate_of__in=closing).update(duplicate_of=survivor)
    survivor.version += 1
    if survivor.status in _NOT_YET_TRIED:
        waiting = [survivor, *(one for one in closing if one.status in _NOT_YET_TRIED)]
        survivor.waiting_since = min(one.waiting_since for one in waiting)
        survivor.due_at = min(one.due_at for one in waiting)
    survivor.priority = min(one.priority for one in [survivor, *closing])
    urgent = [one.urgent_since for one in [survivor, *closing] if one.urgent_since]
    survivor.urgent_since = min(urgent, default=None)
    survivor.save(update_fields=["version", "waiting_since", "due_at", "priority", "urgent_since"])
    payload = Merged(merged=tuple(one.reference for one in closing))
    RequestEvent.new(survivor, EventKind.MERGED, payload, actor=actor).save(force_insert=True)
