"""The registry of channels: each has an entry and a sender, and a new one needs nothing else."""

import pytest

from appointments.models import Notice
from appointments.models.channels import CHANNELS, Audience, ChannelEntry, NoticeChannel
from appointments.notices.channels import channels_to_patient, sender_of
from appointments.notices.dispatch import deliver_next, outcome_of_sending
from appointments.notices.outbox import Outcome, finish
from tests.appointments.factories import make_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("channel", NoticeChannel)
def test_every_channel_has_an_entry_and_a_sender(channel):
    assert set(CHANNELS) == set(NoticeChannel)
    assert callable(sender_of(channel).send)
    assert channel.audience is not Audience.PATIENT or callable(sender_of(channel).reaches)


def test_the_second_channel_is_offered_where_it_has_an_address(settings):
    settings.SECOND_CHANNEL_URLS = []
    assert NoticeChannel.to_desk() == [NoticeChannel.DESK_EMAIL]
    settings.SECOND_CHANNEL_URLS = ["json://localhost"]
    assert NoticeChannel.to_desk() == [NoticeChannel.DESK_EMAIL, NoticeChannel.DESK_SECOND]


class Texts:
    """A sender that somebody adds: it notes what it sends."""

    sent: list[Notice] = []

    def reaches(self, appointment_request, *, acknowledgement):
        return True

    def send(self, notice):
        self.sent.append(notice)


texts = Texts()


def test_another_sender_needs_no_change_elsewhere(monkeypatch):
    """An entry whose sender is another class: asked for the address and used for sending."""
    entry = ChannelEntry(audience=Audience.PATIENT, sender=f"{__name__}.texts")
    monkeypatch.setitem(CHANNELS, NoticeChannel.PATIENT_EMAIL, entry)
    appointment_request = make_request(email="")
    assert channels_to_patient(appointment_request) == [NoticeChannel.PATIENT_EMAIL]
    while deliver_next():
        pass
    assert [notice.audience for notice in texts.sent] == [Audience.PATIENT]


def test_a_notice_of_a_channel_that_is_gone_stops_nothing():
    """The row of a channel that a later version had, after it was rolled back."""
    notice = Notice.about(make_request().events.first(), "carrier_pigeon")
    notice.attempts = 1
    notice.save()
    assert outcome_of_sending(notice) == (Outcome.FAULT, "KeyError")
    assert finish(notice, Outcome.FAULT, "KeyError")
    assert notice.get_channel_display() == "carrier_pigeon"
