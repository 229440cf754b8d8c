"""The actions that the front desk can take on a request: one table for buttons, pages and addresses."""

from appointments.models import AppointmentRequest
from clinic.models import User

from .action import Action
from .closing import ENDINGS
from .contact import CONTACT
from .visits import VISITS

ACTIONS = {action.slug: action for action in (*CONTACT, *VISITS, *ENDINGS)}


def available_actions(appointment_request: AppointmentRequest, user: User, group: str) -> list[Action]:
    """The actions of ``group`` that make sense on ``appointment_request`` now."""
    return [
        action
        for action in ACTIONS.values()
        if action.group == group and action.is_offered(appointment_request, user)
    ]
