"""The steps that the front desk can take on a request: one table for buttons, pages and addresses."""

from appointments.models import AppointmentRequest
from clinic.models import User

from .action import Step
from .closing import ENDINGS
from .contact import CONTACT
from .visits import VISITS

__all__ = ["STEPS", "Step", "steps_offered"]

STEPS = {step.slug: step for step in (*CONTACT, *VISITS, *ENDINGS)}


def steps_offered(appointment_request: AppointmentRequest, user: User, group: str) -> list[Step]:
    """The steps of ``group`` that make sense on ``appointment_request`` now."""
    return [
        step for step in STEPS.values() if step.group == group and step.is_offered(appointment_request, user)
    ]
