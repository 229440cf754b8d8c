"""Mail is proven by a message that somebody confirmed: by a button, never by opening its link."""

import re

from django.core.management import call_command
from django.test import Client

import pytest

from appointments.models import MailTrial
from appointments.notices.mail_trials import send_mail_trials
from tests import cast
from tests.factories import make_details

pytestmark = pytest.mark.django_db
PAGE = "/admin/opening/mail/"


@pytest.fixture
def owner() -> Client:
    make_details()
    cast.make_freya()
    return cast.signed_in(cast.make_olive())


def test_the_worker_sends_it_to_the_desk_and_only_a_pressed_button_confirms_it(owner, mailoutbox, settings):
    settings.FRONT_DESK_EMAILS = ["desk@clinic.example"]
    assert "No test message was sent yet" in owner.get(PAGE).text
    owner.post(PAGE)
    assert not mailoutbox
    call_command("run_worker", once=True)
    (message,) = [one for one in mailoutbox if "test" in one.body or "arrived" in one.subject]
    assert message.to == ["desk@clinic.example", "freya@clinic.example"]
    assert "took the message" in owner.get(PAGE).text
    link, reader = re.search(r"/appointments/mail-trial/\S+", message.body).group(), Client()
    page = reader.get(link)
    assert "Yes, it arrived" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not MailTrial.objects.confirmed().exists()
    assert "Thank you" in reader.post(link, follow=True).text
    assert "mail arrives" in owner.get(PAGE).text


def test_a_forged_link_confirms_nothing(owner):
    MailTrial.ask(None)
    for method in ("get", "post"):
        page = getattr(Client(), method)("/appointments/mail-trial/1:forged:forged/")
        assert page.status_code == 404
    assert not MailTrial.objects.confirmed().exists()


def test_a_server_that_takes_nothing_is_told_of_and_asked_again(owner, mailoutbox, monkeypatch):
    def refuse(*_args, **_options):
        raise ConnectionRefusedError

    owner.post(PAGE)
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse)
        send_mail_trials()
    assert "ConnectionRefusedError" in owner.get(PAGE).text
    owner.post(PAGE)
    send_mail_trials()
    assert MailTrial.objects.count() == 1 and not mailoutbox, "within the minute, and no second one"
    MailTrial.objects.update(tried_at=None)
    send_mail_trials()
    assert len(mailoutbox) == 1
