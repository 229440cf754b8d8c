"""Who read a request, in words: quietly below its timeline."""

from dataclasses import dataclass

from appointments.clinic_time import day_and_time
from appointments.models import AppointmentRequest

MOST_SHOWN = 20


@dataclass(frozen=True)
class Read:
    """One look at one request."""

    who: str
    what: str
    when: str
    at_iso: str


def reads_of(request: AppointmentRequest) -> list[Read]:
    """The latest looks at ``request`` by itself, the last one first. The owner's report has them all."""
    return [
        Read(
            who=access.actor_name,
            what=access.get_action_display(),
            when=day_and_time(access.at),
            at_iso=access.at.isoformat(),
        )
        for access in request.accesses.order_by("-pk")[:MOST_SHOWN]
    ]
