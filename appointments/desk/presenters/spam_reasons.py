"""Why a request was quarantined, in words."""

from appointments.models import AppointmentRequest
from appointments.models.timeline import EventKind

from .timeline import signal_words


def reasons_for(appointment_request: AppointmentRequest) -> list[str]:
    """Why the request was put aside when it came, in words; one query unless it was prefetched."""
    events = getattr(appointment_request, "receptions", None)
    if events is None:
        events = appointment_request.events.filter(kind=EventKind.RECEIVED)
    return [words for event in events for words in signal_words(event.details)]
