"""Steps of a request that can still be undone, as the buttons offer them."""

from datetime import datetime, timedelta

from appointments.models import AppointmentRequest, RequestEvent
from appointments.models.timeline import standing_events
from appointments.services.decisions.undo import is_undoable, was_gone_on_from

from .message_state import may_be_undone


def undoable_steps(appointment_request: AppointmentRequest, window: timedelta, now: datetime) -> set[int]:
    """Return the keys of the events that can be undone; their notices should be prefetched."""
    events = standing_events(appointment_request)
    return {
        event.pk
        for place, event in enumerate(events)
        if is_undoable(event) and _is_in_time(event, events[place + 1 :], window, now)
    }


def _is_in_time(event: RequestEvent, later: list[RequestEvent], window: timedelta, now: datetime) -> bool:
    """Return whether the message of the step still waits or, without one, the step is new and untouched."""
    messages = [
        one for one in event.notices.all() if one.is_to_patient and one.body and not one.was_only_for_show
    ]
    if messages:
        return all(may_be_undone(one) for one in messages)
    return event.at + window > now and not was_gone_on_from(event, later)
