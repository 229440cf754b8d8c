"""Senders of the channels in the registry, and the channels by which a patient may be told something."""

from collections.abc import Sequence
from typing import Protocol

from django.utils.module_loading import import_string

from appointments.models import AppointmentRequest, Notice
from appointments.models.channels import CHANNELS, Audience, NoticeChannel


class Sender(Protocol):
    """Interface of the objects that send the notices of one channel."""

    def send(self, notice: Notice) -> None:
        """Word ``notice`` and send it. ``dispatch`` sorts what it raises into outcomes."""

    def send_as_one(self, notices: Sequence[Notice]) -> None:
        """Send one message about many ``notices`` to the desk. Asked of channels to the desk."""

    def reaches(self, appointment_request: AppointmentRequest, *, acknowledgement: bool) -> bool:
        """Return whether the patient has an address here and agreed to this. Asked of channels to patients.

        An ``acknowledgement`` says that the request arrived and nothing else.
        """


def sender_of(channel: str) -> Sender:
    """Return the sender of the channel with that name."""
    return import_string(CHANNELS[channel].sender)


def channels_to_patient(
    appointment_request: AppointmentRequest, *, acknowledgement: bool = False
) -> list[NoticeChannel]:
    """Return the channels by which the patient can be told and agreed to be."""
    return [
        channel
        for channel in NoticeChannel.offered_to(Audience.PATIENT)
        if sender_of(channel).reaches(appointment_request, acknowledgement=acknowledgement)
    ]
