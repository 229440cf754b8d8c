"""Legal holds: while one is on a request, neither retention nor anybody else erases what belongs to it."""

from typing import Unpack

from django.db.models.functions import Now

from appointments import action_rules
from appointments.services.changes import ChangeArguments, locked_change


def hold(**arguments: Unpack[ChangeArguments]) -> None:
    """Put a hold on the request; ``note`` is the reason, sealed in the timeline."""
    with locked_change(action_rules.HOLD, **arguments) as change:
        change.appointment_request.held_since = Now()


def lift_hold(**arguments: Unpack[ChangeArguments]) -> None:
    """Lift the hold, with the reason in ``note``: what is over its time goes with the next erasing."""
    with locked_change(action_rules.LIFT_HOLD, **arguments) as change:
        change.appointment_request.held_since = None
