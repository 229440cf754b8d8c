"""Registry of the channels by which notices are sent. A new channel is one entry here and its sender."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.lazy_text import StrOrPromise


class Audience(Enum):
    """People to whom a channel leads."""

    DESK = "desk"
    OWNER = "owner"
    PATIENT = "patient"


class NoticeChannel(models.TextChoices):
    """Name of each channel as it is stored, and its label in the admin."""

    DESK_EMAIL = "desk_email", _("Mail to the front desk")
    DESK_SECOND = "desk_second", _("Second channel to the front desk")
    PATIENT_EMAIL = "patient_email", _("Mail to the patient")
    OWNER_EMAIL = "owner_email", _("Mail to the owner")

    @property
    def audience(self) -> Audience:
        """Audience of the channel."""
        return CHANNELS[self].audience

    @classmethod
    def of(cls, audience: Audience) -> list["NoticeChannel"]:
        """Return every channel to ``audience``, also those that the site does not use now."""
        return [channel for channel in cls if channel.audience is audience]

    @classmethod
    def offered_to(cls, audience: Audience) -> list["NoticeChannel"]:
        """Return the channels to ``audience`` that the site uses."""
        return [channel for channel in cls.of(audience) if CHANNELS[channel].is_offered()]

    @classmethod
    def to_desk(cls) -> list["NoticeChannel"]:
        """Return the channels by which the front desk is told of something."""
        return cls.offered_to(Audience.DESK)


@dataclass(frozen=True, kw_only=True)
class ChannelEntry:
    """Properties of a channel besides name and label.

    ``sender`` is the dotted path of the object that finds the address, words the notice and sends it, because
    models know nothing of sending. ``is_offered`` returns whether the site uses the channel. One that
    ``stands_in_for`` another waits ``after`` for it, and is not used when the other has worked by then.
    """

    audience: Audience
    sender: str
    is_offered: Callable[[], bool] = lambda: True
    stands_in_for: str = ""
    after: timedelta = timedelta()


_SENDERS = "appointments.notices.senders"
CHANNELS: dict[str, ChannelEntry] = {
    NoticeChannel.DESK_EMAIL: ChannelEntry(audience=Audience.DESK, sender=f"{_SENDERS}.desk_email"),
    NoticeChannel.DESK_SECOND: ChannelEntry(
        audience=Audience.DESK,
        sender=f"{_SENDERS}.desk_second",
        is_offered=lambda: bool(settings.SECOND_CHANNEL_URLS),
        stands_in_for=NoticeChannel.DESK_EMAIL,
        after=timedelta(minutes=15),
    ),
    NoticeChannel.PATIENT_EMAIL: ChannelEntry(audience=Audience.PATIENT, sender=f"{_SENDERS}.patient_email"),
    NoticeChannel.OWNER_EMAIL: ChannelEntry(audience=Audience.OWNER, sender=f"{_SENDERS}.owner_email"),
}


def channel_choices() -> Sequence[tuple[str, StrOrPromise]]:
    """Return name and label of each channel. As a function, so that a new one needs no migration."""
    return NoticeChannel.choices
