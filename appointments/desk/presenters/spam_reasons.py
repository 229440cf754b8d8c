"""Reasons why a request was quarantined."""

from appointments.models import AppointmentRequest
from appointments.models.event_kinds import EventKind

from .event_details import signal_words


def reasons_for(appointment_request: AppointmentRequest) -> list[str]:
    """Return why the request was quarantined; takes one query unless it was prefetched."""
    events = getattr(appointment_request, "receptions", None)
    if events is None:
        events = appointment_request.events.filter(kind=EventKind.RECEIVED)
    return [words for event in events for words in signal_words(event.payload)]
