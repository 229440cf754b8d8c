"""Contact attempts: the call log."""

from datetime import datetime
from typing import Unpack

from appointments import action_rules
from appointments.models.event_kinds import AttemptChannel, AttemptOutcome
from appointments.models.event_payloads import Attempt
from appointments.services.changes import ChangeArguments, MessageArguments, locked_change


def log_attempt(
    *,
    channel: str,
    outcome: str,
    next_attempt_at: datetime | None = None,
    **arguments: Unpack[MessageArguments],
) -> None:
    """Record a contact attempt by ``actor`` and when to try again; ``message`` tells the patient of it.

    A new request becomes "contacting" and, if nobody had taken it, ``actor``'s. Raises ``RequestMoved``,
    ``TransitionRefused``.
    """
    with locked_change(action_rules.ATTEMPT, **arguments) as change:
        change.advance()
        change.begin_wait()
        change.appointment_request.assigned_to = change.appointment_request.assigned_to or change.actor
        change.appointment_request.next_attempt_at = next_attempt_at
        change.payload = Attempt(channel=channel, outcome=outcome)


def plan_call(*, next_attempt_at: datetime, **arguments: Unpack[ChangeArguments]) -> None:
    """Set the time of the next call, as agreed with the patient; ``note`` says so. It is no attempt."""
    with locked_change(action_rules.CALL_BACK, **arguments) as change:
        change.appointment_request.next_attempt_at = next_attempt_at


def offer_times(*, next_attempt_at: datetime, **arguments: Unpack[MessageArguments]) -> None:
    """Write to the patient with free times, in ``message``: an attempt to reach them by e-mail.

    The times are in the message alone. Raises as ``log_attempt``.
    """
    log_attempt(
        channel=AttemptChannel.EMAIL,
        outcome=AttemptOutcome.SENT,
        next_attempt_at=next_attempt_at,
        **arguments,
    )
