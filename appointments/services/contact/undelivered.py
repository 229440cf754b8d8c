"""Undelivered messages, whose content the desk told the patient in another way."""

from typing import Unpack

from appointments import action_rules
from appointments.models.event_payloads import Told
from appointments.services.changes import ChangeArguments, locked_change


def told_another_way(*, told_by: str, **arguments: Unpack[ChangeArguments]) -> None:
    """Record how the patient was told what an undelivered message should have said.

    The status stays. Raises ``RequestMoved``, and ``TransitionRefused`` if no message failed.
    """
    with locked_change(action_rules.TOLD, **arguments) as change:
        change.payload = Told(told_by=told_by)
