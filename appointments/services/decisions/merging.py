"""The same person asked twice: one request stays, the other closes and points to it.

Whoever decided it is a member of the desk; nothing here guesses. A request that stays is never itself a
duplicate, so that no two can point at each other in a circle: what pointed to one that closes now points to
the one that stays.
"""

import uuid
from collections.abc import Collection

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import ClosedAsDuplicate, Merged
from appointments.services.changes import TransitionRefused, change, visit_took_place
from appointments.statuses import Status
from clinic.models import User

# Any number that nothing else here locks by.
_ONE_MERGE_AT_A_TIME = 1_870_451
_NOT_YET_TRIED = (Status.QUARANTINED, Status.NEW)


class VisitWouldBeLost(TransitionRefused):
    """The one that would close has a visit, the one that would stay has none."""


def close_as_duplicate(
    *,
    appointment_request_id: uuid.UUID,
    version: int,
    actor: User,
    original: AppointmentRequest,
    note: str = "",
) -> None:
    """The same person's ``original`` stays; this one closes and points to it. Both timelines say so."""
    survivors: list[AppointmentRequest] = []

    def lock_both(pk: uuid.UUID) -> AppointmentRequest:
        found = lock_for_merge([pk], original)
        if not {pk, original.pk} <= set(found):
            raise AppointmentRequest.DoesNotExist
        survivors.append(found[original.pk])
        return found[pk]

    with change(appointment_request_id, version=version, actor=actor, note=note, lock=lock_both) as step:
        survivor = survivors[0]
        if not may_stay(survivor) or survivor.pk == step.appointment_request.pk:
            raise TransitionRefused(step.appointment_request.reference)
        if would_lose_visit(step.appointment_request, survivor):
            raise VisitWouldBeLost(step.appointment_request.reference)
        take_over(survivor, [step.appointment_request], actor=actor)
        step.go_to(Status.DUPLICATE)
        step.free_the_time()
        step.appointment_request.duplicate_of = survivor
        step.payload = ClosedAsDuplicate(original=survivor.reference)


def may_stay(appointment_request: AppointmentRequest) -> bool:
    """Whether others may point to ``appointment_request``: of one that is closed nobody thinks any more.

    Whoever was declined or came last month, and asks again, would wait in vain.
    """
    return appointment_request.is_open and not visit_took_place(appointment_request)


def would_lose_visit(appointment_request: AppointmentRequest, survivor: AppointmentRequest) -> bool:
    """Whether the person would have no visit to come any more if ``survivor`` stayed."""
    standing = Visit.objects.filter(
        appointment_request__in=[appointment_request, survivor], cancelled_at=None, during__endswith__gt=Now()
    )
    return set(standing.values_list("appointment_request", flat=True)) == {appointment_request.pk}


def lock_for_merge(
    closing: Collection[uuid.UUID], original: AppointmentRequest
) -> dict[uuid.UUID, AppointmentRequest]:
    """Lock the one that stays, those that close and what points to them, in one order.

    Two merges that cross each other wait for one another here, and the second sees what the first has done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_MERGE_AT_A_TIME])
    concerned = Q(pk__in=[*closing, original.pk]) | Q(duplicate_of__in=list(closing))
    locked = AppointmentRequest.objects.select_for_update(of=("self",)).filter(concerned).order_by("pk")
    return {appointment_request.pk: appointment_request for appointment_request in locked}


def take_over(survivor: AppointmentRequest, closing: list[AppointmentRequest], *, actor: User) -> None:
    """``survivor`` stands for those that are ``closing`` too: what was promised there is promised here."""
    AppointmentRequest.objects.filter(duplicate_of__in=closing).update(duplicate_of=survivor)
    survivor.version += 1
    promised = [one.due_at for one in closing if one.status in _NOT_YET_TRIED]
    survivor.due_at = min([survivor.due_at, *promised])
    survivor.priority = min([survivor.priority, *(one.priority for one in closing)])
    survivor.save(update_fields=["version", "due_at", "priority"])
    payload = Merged(merged=tuple(one.reference for one in closing))
    RequestEvent.new(survivor, EventKind.MERGED, payload, actor=actor).save(force_insert=True)
