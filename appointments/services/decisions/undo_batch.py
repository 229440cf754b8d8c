"""Undo of a bulk action: of each of its requests that nobody has gone on with since."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from itertools import batched

from django.db import transaction
from django.db.models.functions import Now

from appointments.models import AppointmentRequest, RequestEvent
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import ActionUndone, ClosedAsDuplicate
from appointments.models.stored_documents import Standing
from appointments.models.timeline import of_batch
from appointments.services.standing import restore_columns
from clinic.models import User

from .bulk import BATCH
from .undo import StepStays, TooLate, Undone, undo, was_gone_on_from


def undo_batch(*, batch: str, actor: User, window: timedelta) -> tuple[int, int]:
    """Undo the bulk action that ``actor`` took within ``window``; return how many it undid and left.

    The last is undone first, as each merge into one request took over from the one before.
    """
    recent = RequestEvent.objects.filter(of_batch(batch), actor=actor, at__gt=Now() - window)
    events = list(recent.order_by("-pk"))
    merges = [event for event in events if isinstance(event.payload, ClosedAsDuplicate)]
    undone = sum(_undo_merge(event, actor, window) for event in merges)
    others = [event for event in events if event not in merges]
    undone += sum(_undo_some(some, actor) for some in batched(others, BATCH))
    return undone, len(events) - undone


def _undo_merge(event: RequestEvent, actor: User, window: timedelta) -> bool:
    pk = event.appointment_request_id
    try:
        result = undo(appointment_request_id=pk, event_id=event.pk, actor=actor, window=window)
    except (TooLate, StepStays, AppointmentRequest.DoesNotExist):
        return False
    return result.how is Undone.ACTION


def _undo_some(events: Collection[RequestEvent], actor: User) -> int:
    """Restore the columns of many requests at once: these actions have no message and no visit."""
    with transaction.atomic(durable=True):
        pks = [event.appointment_request_id for event in events]
        rows = AppointmentRequest.objects.select_for_update().filter(pk__in=pks).order_by("pk")
        locked = {one.pk: one for one in rows.defer("patient_data", "lookup")}
        since = _events_since(events)
        written = [
            _restored(locked[event.appointment_request_id], event, actor)
            for event in events
            if event.appointment_request_id in locked and _can_be_undone(event, since[event.pk])
        ]
        changed = [one.appointment_request for one in written]
        columns = {name for event in events for name in (event.payload.before or Standing()).columns}
        if changed:
            AppointmentRequest.objects.bulk_update(changed, ["version", *columns])
        RequestEvent.objects.bulk_create(written)
    return len(written)


def _events_since(events: Collection[RequestEvent]) -> dict[int, list[RequestEvent]]:
    """Return the later events of the same request, for each of ``events``."""
    by_request = {event.appointment_request_id: event for event in events}
    later = RequestEvent.objects.filter(
        appointment_request__in=by_request, pk__gt=min(event.pk for event in events)
    )
    since: dict[int, list[RequestEvent]] = defaultdict(list)
    for one in later:
        event = by_request[one.appointment_request_id]
        if one.pk > event.pk:
            since[event.pk].append(one)
    return since


def _can_be_undone(event: RequestEvent, since: list[RequestEvent]) -> bool:
    undone = {one.undoes_id for one in since}
    standing = (one for one in since if one.pk not in undone and one.kind != EventKind.UNDONE)
    return event.pk not in undone and not was_gone_on_from(event, standing)


def _restored(appointment_request: AppointmentRequest, event: RequestEvent, actor: User) -> RequestEvent:
    """Restore the request in memory and return the event of its undo, to be stored."""
    status = appointment_request.status
    restore_columns(appointment_request, event.payload.before or Standing())
    appointment_request.version += 1
    moved = appointment_request.status != status
    return RequestEvent.new(
        appointment_request,
        EventKind.UNDONE,
        ActionUndone(undone=Undone.ACTION.value),
        actor=actor,
        from_status=status if moved else "",
        to_status=appointment_request.status if moved else "",
        undoes=event,
    )
