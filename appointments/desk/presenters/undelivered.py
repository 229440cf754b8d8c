"""Messages that their patient never got, for the top of the record."""

from dataclasses import dataclass

from appointments.action_rules import to_send_again, undelivered_messages
from appointments.models import AppointmentRequest

from .message_state import Message, message_of
from .timeline import Entry, entry_of


@dataclass(frozen=True)
class Undelivered:
    """Message that did not arrive, and the ``entry`` of the step that it was about."""

    entry: Entry
    message: Message


def undelivered_of(appointment_request: AppointmentRequest) -> list[Undelivered]:
    """Return the failed messages since which nobody has reached out to the patient, the latest first."""
    again = to_send_again(appointment_request)
    by_key = {event.pk: event for event in appointment_request.events.all()}
    return [
        Undelivered(entry_of(by_key[notice.event_id]), message_of(notice, can_be_sent_again=notice in again))
        for notice in sorted(undelivered_messages(appointment_request), key=lambda one: -one.pk)
    ]
