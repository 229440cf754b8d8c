"""Decisions of the front desk on a request: its assignment, its priority and its outcome.

Every function takes the ``version`` that the user saw and raises ``RequestMoved`` when the request has
changed since, and ``TransitionRefused`` when the action's rule does not allow it.
"""

from typing import Unpack

from appointments import action_rules
from appointments.models import AppointmentRequest
from appointments.models.channels import NoticeChannel
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Declined, EventPayload, PrioritySet, Told
from appointments.models.requests import Priority
from appointments.services.changes import ChangeArguments, MessageArguments, RequestMoved, locked_change
from appointments.services.intake.recipient_limits import RECEIVED, channels_within_limit
from clinic.database.clock import current_time, database_now


def claim(**arguments: Unpack[ChangeArguments]) -> None:
    """Assign the request to ``actor``."""
    with locked_change(action_rules.CLAIM, **arguments) as change:
        change.appointment_request.assigned_to = change.actor


def release(**arguments: Unpack[ChangeArguments]) -> None:
    """Give the request back to the desk, for anybody to take."""
    with locked_change(action_rules.RELEASE, **arguments) as change:
        change.appointment_request.assigned_to = None


def set_priority(*, priority: Priority, **arguments: Unpack[ChangeArguments]) -> None:
    """Set the priority of the request; urgent ones are first in the inbox."""
    with locked_change(action_rules.PRIORITY, **arguments) as change:
        change.payload = PrioritySet(priority=int(priority))
        appointment_request, is_urgent = change.appointment_request, priority == Priority.URGENT
        if is_urgent != bool(appointment_request.urgent_since):
            appointment_request.urgent_since = database_now() if is_urgent else None
        appointment_request.priority = priority


def add_note(**arguments: Unpack[ChangeArguments]) -> None:
    """Add ``note`` to the timeline, sealed; a colleague's step refuses none, but a second press does."""
    with locked_change(action_rules.NOTE, **arguments) as change:
        since = change.appointment_request.events.filter(
            kind=EventKind.NOTE, actor=change.actor, version__gt=arguments["version"]
        )
        for event in since:
            if event.note == change.note:
                raise RequestMoved(change.appointment_request, event)


def decline(*, reason: str, told_by: str, **arguments: Unpack[MessageArguments]) -> None:
    """Close a request that the clinic cannot fulfil. Every declined patient is told of it: ``told_by``."""
    with locked_change(action_rules.DECLINE, **arguments) as change:
        change.advance()
        change.payload = Declined(reason=reason, told_by=told_by)


def told_another_way(*, told_by: str, **arguments: Unpack[ChangeArguments]) -> None:
    """Record how the patient was told what an undelivered message should have said. The status stays."""
    with locked_change(action_rules.TOLD, **arguments) as change:
        change.payload = Told(told_by=told_by)


def withdraw(**arguments: Unpack[ChangeArguments]) -> None:
    """Close a request because the patient no longer wants the appointment."""
    with locked_change(action_rules.WITHDRAW, **arguments) as change:
        change.advance()


def mark_unreachable(**arguments: Unpack[MessageArguments]) -> None:
    """Close a request whose patient could not be reached."""
    with locked_change(action_rules.UNREACHABLE, **arguments) as change:
        change.advance()


def close_as_error(**arguments: Unpack[ChangeArguments]) -> None:
    """Close a request that was a test or a mistake of the desk. ``note`` says what happened."""
    with locked_change(action_rules.ERROR, **arguments) as change:
        change.advance()


def reopen(**arguments: Unpack[ChangeArguments]) -> None:
    """Make a closed request new again. ``note`` says why."""
    with locked_change(action_rules.REOPEN, **arguments) as change:
        change.advance()
        change.begin_wait()
        change.appointment_request.duplicate_of = None


def restore(**arguments: Unpack[ChangeArguments]) -> None:
    """Put possible spam among the new requests, and send the notices that were held back.

    The desk's targets begin now; the time by which the clinic answers stays the one that the patient was
    promised.
    """
    with locked_change(action_rules.RESTORE, **arguments) as change:
        change.advance()
        change.begin_wait(promise_stands=True)
        channels, not_mailed = _unsent_acknowledgement(change.appointment_request)
        change.payload = EventPayload(not_mailed=not_mailed)
        change.notify = [*NoticeChannel.to_desk(), *channels]


def discard(**arguments: Unpack[ChangeArguments]) -> None:
    """Close possible spam as spam, without a message to anybody; it can be reopened."""
    with locked_change(action_rules.DISCARD, **arguments) as change:
        change.advance()


def _unsent_acknowledgement(appointment_request: AppointmentRequest) -> tuple[list[NoticeChannel], str]:
    if appointment_request.notices.to_patient().exists():
        return [], ""
    return channels_within_limit(appointment_request, RECEIVED, current_time())
