"""The canary: it goes the way of all mail each hour, annoys nobody, and rings when it does not arrive."""

from datetime import timedelta

from django.db.models import F

import pytest

from appointments.models import Canary
from appointments.notices import senders
from appointments.notices.canaries import send_canaries
from tests import cast
from tests.factories import make_details
from tests.smtp_sink import BUSY, SmtpSink, running_sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings):
    """A mail server, and the site set to use it."""
    make_details()
    with running_sink() as server:
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 2}
        settings.MAILERS = {"default": {"BACKEND": "clinic.mail.smtp.EmailBackend", "OPTIONS": options}}
        yield server


def later(by: timedelta) -> None:
    columns = ("written_at", "tried_at")
    Canary.objects.update(**{name: F(name) - by for name in columns})


def ready(client) -> bool:
    return client.get("/health/ready").json()["canary"]


def test_one_an_hour_is_written_and_no_mail_is_sent(client, sink: SmtpSink):
    assert ready(client)
    assert ready(client)
    send_canaries()
    assert Canary.objects.get().arrived_at
    assert not sink.messages
    later(timedelta(minutes=61))
    assert ready(client)
    assert Canary.objects.count() == 2


def test_it_goes_to_a_mailbox_of_its_own(client, sink: SmtpSink, settings):
    settings.CANARY_EMAIL = ["canary@clinic.example"]
    ready(client)
    send_canaries()
    (mail,) = sink.messages
    assert mail["To"] == "canary@clinic.example"


@pytest.mark.parametrize("fault", ["busy", "sender", "recipients"])
def test_one_that_is_not_taken_rings_once_and_stops_when_mail_goes_again(
    client, sink: SmtpSink, settings, monkeypatch, fault
):
    settings.SECOND_CHANNEL_URLS = ["json://127.0.0.1:9/"]
    rung = []
    monkeypatch.setattr(senders.SecondChannel, "tell", lambda _self, message: rung.append(message.subject))
    if fault == "busy":
        sink.mode = BUSY
    else:
        sink.refuses = {"MAIL": "550 no"} if fault == "sender" else {"RCPT": "550 no"}
    ready(client)
    send_canaries()
    assert ready(client), "a quarter of an hour is for a mail server that restarts"
    assert not rung
    later(timedelta(minutes=16))
    for _time in range(3):
        send_canaries()
        later(timedelta(minutes=2))
    assert not ready(client)
    assert rung == ["The website cannot send mail"]
    assert (
        "The front desk may not be told" in cast.signed_in(cast.make_freya()).get("/admin/").content.decode()
    )
    sink.mode, sink.refuses = "accept", {}
    send_canaries()
    assert ready(client)
