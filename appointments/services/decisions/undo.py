"""Undo of a step of the desk: holds its message back and restores what it changed.

One mechanism for every step: the event keeps what was before (``Standing``), and the event of the undo points
to it. Anybody at the desk may undo a step, for as long as its message waits; a step without a message, for
``undo_window``.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.db.models import Q

from appointments import action_rules
from appointments.consents import DEMONSTRATION
from appointments.models import AppointmentRequest, RequestEvent
from appointments.models.event_kinds import ASIDE, UNDOABLE, EventKind
from appointments.models.event_payloads import ActionUndone, ClosedAsDuplicate, Corrected
from appointments.models.notices import NoticeState
from appointments.models.stored_documents import Standing
from appointments.models.timeline import STANDING
from appointments.services.changes import Change, locked_change
from appointments.services.contact.corrections import take_back_corrections
from appointments.services.standing import restore_columns, restore_visit
from clinic.database.clock import database_now
from clinic.models import ClinicSettings, User

from .merging import BothLocked, take_apart

LEAST_WINDOW = timedelta(minutes=3)
# Of messages that no worker has taken yet.
_UNTAKEN = Q(state=NoticeState.PENDING, attempts=0, lease_until=None)


class TooLate(Exception):
    """Error: the time for the undo is over, the event cannot be undone, or was undone already."""


class MessageGone(TooLate):
    """Error: the message of the step was sent, or is being sent at this moment."""


class Undone(Enum):
    """Result of an undo: how far it went. In each case the message is never sent."""

    ACTION = "step"
    MOVED_ON = "moved_on"
    TIME_TAKEN = "time_taken"


@dataclass(frozen=True)
class UndoResult:
    """Result of an undo: ``how`` far it went, and whether a message to the patient was held back."""

    how: Undone
    held_back: bool


class StepStays(Exception):
    """Error: the step stays for the reason ``why``, and it has no message to hold back."""

    def __init__(self, why: Undone) -> None:
        super().__init__(why.value)
        self.why = why


def undo_window(clinic: ClinicSettings) -> timedelta:
    """Return the time for which a step without a message can be undone: as long as messages wait."""
    return max(LEAST_WINDOW, timedelta(minutes=clinic.undo_minutes))


def is_undoable(event: RequestEvent) -> bool:
    """Return whether ``event`` is a step of somebody at the desk that an undo can take back."""
    before = event.payload.before
    # A note changes nothing, but for one that plans the next call.
    counts = event.kind in UNDOABLE or event.kind == EventKind.NOTE and before is not None and before.columns
    return bool(counts and event.actor_name) and before is not None


def was_gone_on_from(event: RequestEvent, later: Iterable[RequestEvent]) -> bool:
    """Return whether one of the ``later`` events, which count, prevents that ``event`` is undone."""
    mine = _touched(event)
    return any(one.kind not in ASIDE or mine & _touched(one) for one in later)


def _touched(event: RequestEvent) -> set[str]:
    before = event.payload.before or Standing()
    corrected = {"answers"} if isinstance(event.payload, Corrected) else set()
    return {*before.columns, *corrected, *({"visit"} if before.visit else ())}


def undo(*, appointment_request_id: uuid.UUID, event_id: int, actor: User, window: timedelta) -> UndoResult:
    """Hold back the message of the event and take back its step, unless a later action prevents that.

    The worker locks a notice to send it, and this function to cancel it, so that only one of them does.
    Raises ``TooLate``, ``StepStays``, ``AppointmentRequest.DoesNotExist``.
    """
    event = RequestEvent.objects.filter(pk=event_id, appointment_request=appointment_request_id).first()
    if event is None or not is_undoable(event):
        raise TooLate
    merge = BothLocked(_merged_into(event))
    with locked_change(
        action_rules.UNDO,
        appointment_request_id=appointment_request_id,
        version=None,
        actor=actor,
        lock=merge.lock,
    ) as change:
        if RequestEvent.objects.filter(undoes=event).exists():
            raise TooLate
        held_back = _hold_back(event)
        if not held_back and event.at + window <= database_now():
            raise TooLate
        done = _take_back(change, event, merge.survivor)
        if done is not Undone.ACTION and not held_back:
            raise StepStays(done)
        change.payload = ActionUndone(undone=done.value)
        change.undoes = event if done is Undone.ACTION else None
    return UndoResult(done, held_back)


def _merged_into(event: RequestEvent) -> AppointmentRequest | None:
    """Return the request that stayed when the event closed a duplicate; None for other events."""
    payload = event.payload
    if not isinstance(payload, ClosedAsDuplicate):
        return None
    return AppointmentRequest.objects.filter(reference=payload.original).first()


def _hold_back(event: RequestEvent) -> bool:
    """Cancel what the event would have sent; return whether a message to the patient was among it."""
    written = event.notices.to_patient().exclude(body="").exclude(last_error=DEMONSTRATION)
    messages = list(written.select_for_update())
    if any(one.state != NoticeState.PENDING or one.attempts or one.lease_until for one in messages):
        raise MessageGone
    # Of the others, such as the acknowledgement of a restored request, only those that nobody sends yet.
    event.notices.filter(_UNTAKEN).update(state=NoticeState.CANCELLED)
    return bool(messages)


def _take_back(change: Change, event: RequestEvent, survivor: AppointmentRequest | None) -> Undone:
    appointment_request, payload = change.appointment_request, event.payload
    before = payload.before or Standing()
    later = appointment_request.events.filter(STANDING, pk__gt=event.pk).exclude(kind=EventKind.UNDONE)
    if was_gone_on_from(event, later):
        return Undone.MOVED_ON
    if not restore_visit(appointment_request, before):
        return Undone.TIME_TAKEN
    restore_columns(appointment_request, before)
    if isinstance(payload, Corrected) and payload.kept is not None:
        take_back_corrections(appointment_request, payload.kept)
    if isinstance(payload, ClosedAsDuplicate) and survivor:
        take_apart(survivor, appointment_request, payload.brought, actor=change.actor)
    return Undone.ACTION
