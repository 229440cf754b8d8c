"""Undo of an action while its message to the patient waits: cancels the message, restores the request."""

import uuid
from enum import Enum

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from appointments import action_rules
from appointments.models import AppointmentRequest, Notice, RequestEvent, Visit
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import ActionUndone, StandingVisit, UndoablePayload
from appointments.models.notices import NoticeState
from appointments.services.changes import Change, locked_change
from appointments.statuses import CLOSED
from clinic.models import User

# Events that do not stop an undo of an earlier action, such as a note.
_DO_NOT_STOP_UNDO = (
    EventKind.NOTE,
    EventKind.CLAIMED,
    EventKind.RELEASED,
    EventKind.PRIORITY,
    EventKind.CORRECTED,
    EventKind.OTHER_PHONE,
    EventKind.ESCALATED,
    EventKind.SENT_AGAIN,
)


class MessageGone(Exception):
    """Error: the message was sent, is being sent at this moment, or was undone already."""


class Undone(Enum):
    """Result of an undo: how far it went. In each case the message is never sent."""

    ACTION = "step"
    # The message alone: an attempt, for example, stays an attempt.
    MESSAGE = "message"
    MOVED_ON = "moved_on"
    TIME_TAKEN = "time_taken"


def undo(*, appointment_request_id: uuid.UUID, notice_id: int, actor: User) -> Undone:
    """Cancel the message ``notice_id`` and take back its action, unless a later action prevents that.

    The worker locks a notice to send it, and this function to cancel it, so that only one of them does.
    Raises ``MessageGone``, ``AppointmentRequest.DoesNotExist``.
    """
    with locked_change(
        action_rules.UNDO, appointment_request_id=appointment_request_id, version=None, actor=actor
    ) as change:
        event = _hold_back(change.appointment_request, notice_id)
        done = _take_back(change, event)
        change.payload = ActionUndone(undone=done.value)
    return done


def _hold_back(appointment_request: AppointmentRequest, notice_id: int) -> RequestEvent:
    waiting = (
        Notice.objects.to_patient()
        .select_for_update()
        .filter(
            pk=notice_id,
            appointment_request=appointment_request,
            state=NoticeState.PENDING,
            attempts=0,
            lease_until=None,
        )
    )
    # Only the desk's messages have a body and can be undone; acknowledgements cannot.
    notice = waiting.exclude(body="").first()
    if notice is None:
        raise MessageGone
    notice.state = NoticeState.CANCELLED
    notice.save(update_fields=["state"])
    return RequestEvent.objects.get(pk=notice.event_id)


def _take_back(change: Change, event: RequestEvent) -> Undone:
    appointment_request = change.appointment_request
    payload = event.payload
    before = payload.before if isinstance(payload, UndoablePayload) else None
    if event.kind == EventKind.ATTEMPT or before is None:
        return Undone.MESSAGE
    if appointment_request.events.filter(pk__gt=event.pk).exclude(kind__in=_DO_NOT_STOP_UNDO).exists():
        return Undone.MOVED_ON
    if not _visit_as_before(appointment_request, before.visit):
        return Undone.TIME_TAKEN
    appointment_request.status = event.from_status or appointment_request.status
    if appointment_request.status not in CLOSED:
        appointment_request.closed_at = None
    appointment_request.next_attempt_at = before.next_attempt_at
    appointment_request.waiting_since = before.waiting_since or appointment_request.waiting_since
    appointment_request.due_at = before.due_at or appointment_request.due_at
    if appointment_request.urgent_since:
        # It may have become urgent after the action.
        appointment_request.urgent_since = before.urgent_since or appointment_request.urgent_since
    return Undone.ACTION


def _visit_as_before(appointment_request: AppointmentRequest, before: StandingVisit | None) -> bool:
    """Restore the visit as it was ``before``; return False if its time is taken now."""
    try:
        with transaction.atomic():
            kept = [before.pk] if before and before.pk else []
            appointment_request.visits.active().exclude(pk__in=kept).update(cancelled_at=timezone.now())
            if before and before.pk:
                Visit.objects.filter(pk=before.pk, appointment_request=appointment_request).update(
                    practitioner=before.practitioner,
                    during=DateTimeTZRange(before.start, before.end),
                    cancelled_at=None,
                )
    except IntegrityError:
        return False
    return True
