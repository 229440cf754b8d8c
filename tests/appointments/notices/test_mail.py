"""Mail as it leaves: its headers, the two ways to read it, and links that do nothing when they are opened."""

import html
import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from django.apps import apps
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AccessRecord, AppointmentRequest
from appointments.notices.dispatch import deliver_next
from appointments.patient_link import link_for, path_for, token_of
from appointments.statuses import Status
from tests import cast
from tests.appointments.factories import AGREED, make_request
from tests.appointments.patients import TYPED_WORDS, send, the_request
from tests.factories import make_details
from tests.smtp_sink import SmtpSink, running_sink

pytestmark = pytest.mark.django_db

TO_PATIENT, TO_DESK = "patience@quillfeather.example", "front-desk@clinic.example"


@pytest.fixture
def sink(settings) -> Any:
    """A mail server, and the site set to use it."""
    make_details()
    with running_sink() as server:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 2},
            }
        }
        yield server


def deliver_all() -> None:
    while deliver_next():
        pass


def mail_to(sink: SmtpSink, address: str) -> EmailMessage:
    """The latest message to ``address``."""
    deliver_all()
    return [message for message in sink.messages if message["To"] == address][-1]


def plain(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def rich(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content()


def words(text: str) -> list[str]:
    return re.sub(r"https?://\S+", "", text).split()


def read_aloud(document: str) -> str:
    """What somebody sees of a mail in HTML."""
    body = document.partition("<body")[2].partition(">")[2]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def withdraw(appointment_request: AppointmentRequest) -> None:
    Client().post(path_for(appointment_request), {"act": "withdraw", "seen": "received"})


def test_the_acknowledgement_says_the_same_in_text_and_in_html(client, sink):
    send(client)
    mail = mail_to(sink, TO_PATIENT)
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert words(plain(mail)) == words(read_aloud(rich(mail)))
    appointment_request = the_request()
    said = (
        "not booked yet",
        appointment_request.reference,
        "We will contact you by",
        "949-510-6333",
        "911",
        "988",
    )
    for what in (*said, "as your doctor told you", link_for(appointment_request)):
        assert what in plain(mail)
        assert what in rich(mail)


def test_an_acknowledgement_that_was_held_up_promises_no_day_that_is_over(client, sink):
    send(client)
    AppointmentRequest.objects.update(due_at=timezone.now() - timedelta(days=2))
    mail = mail_to(sink, TO_PATIENT)
    assert words(plain(mail)) == words(read_aloud(rich(mail)))
    assert "We are sorry that this message is late" in plain(mail)
    assert "We will contact you by" not in plain(mail)


def test_the_html_loads_nothing_and_leaves_the_colors_to_the_reader(client, sink):
    send(client)
    document = rich(mail_to(sink, TO_PATIENT))
    addresses = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"'>)\s]+)""", document)
    assert addresses == [link_for(the_request())]
    assert not re.search(r"<(img|table|script|style|link|form|font)\b", document)
    assert not re.search(r"(?<!-)\b(background|color)\s*:", document)
    assert 'lang="en"' in document


def test_the_acknowledgement_holds_nothing_that_the_patient_typed(client, sink, condition):
    send(client, article=condition.slug, topic=condition.slug)
    mail = mail_to(sink, TO_PATIENT)
    for text in (plain(mail), rich(mail), mail["Subject"], mail["From"]):
        assert not [word for word in (*TYPED_WORDS, condition.title) if word.casefold() in text.casefold()]


HOSTILE = [
    {"caller_name": "Bcc: a@b.example"},
    {"caller_name": '"<a@b.example>"', "note": "Subject: hello\r\nBcc: a@b.example"},
    {"email": "=?utf-8?q?Bcc=3A?=@quillfeather.example"},
    {"email": "pat%0aBcc%3aa@quillfeather.example"},
    {"email": "pat@b\u00fccher.example"},
    {"access_needs": "=?utf-8?q?Bcc=3A?="},
]
HEADERS = {
    "Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To",
}  # fmt: skip


@pytest.mark.parametrize("changes", HOSTILE, ids=range(len(HOSTILE)))
def test_no_answer_reaches_a_header(client, sink, changes):
    send(client, **changes)
    deliver_all()
    assert sink.messages
    for mail in sink.messages:
        assert set(mail.keys()) - {"Content-Transfer-Encoding"} == HEADERS
        assert len(mail.keys()) == len(set(mail.keys()))
        assert mail["Subject"] in ("New appointment request", "We received your request")
        assert mail["From"] == django_settings.DEFAULT_FROM_EMAIL
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["To"].count("@") == 1
        assert "a@b.example" not in mail.as_string()


def test_only_an_email_address_that_was_agreed_to_is_written_to(client, sink):
    send(client, contact_by="phone")
    deliver_all()
    assert [mail["To"] for mail in sink.messages] == [TO_DESK]


def test_a_withdrawal_is_acknowledged_to_those_who_agreed_to_mail(sink):
    agreed, silent = make_request(consents=AGREED), make_request(consents={"contact": True, "email": False})
    deliver_all()
    sink.raw.clear()
    withdraw(agreed)
    withdraw(silent)
    deliver_all()
    to_patients = [mail for mail in sink.messages if mail["To"] != TO_DESK]
    assert [mail["To"] for mail in to_patients] == ["mara@patient.example"]
    mail = to_patients[0]
    assert mail["Subject"] == "Your request is withdrawn"
    assert agreed.reference in plain(mail)
    assert "911" in plain(mail)
    assert words(plain(mail)) == words(read_aloud(rich(mail)))


def test_the_desk_is_told_of_a_withdrawal_by_reference_and_link(sink):
    appointment_request = make_request()
    withdraw(appointment_request)
    mail = mail_to(sink, TO_DESK)
    assert mail["Subject"] == "Appointment request withdrawn"
    text = mail.get_content()
    assert f"{django_settings.SITE_URL}/admin/requests/inspect/{appointment_request.pk}/" in text
    assert appointment_request.reference in text
    assert token_of(appointment_request) not in mail.as_string(), "the patient's link is the patient's"


def test_nobody_writes_to_a_stranger_on_behalf_of_what_looks_like_spam(sink):
    appointment_request = make_request(status=Status.QUARANTINED, consents=AGREED)
    deliver_all()
    sink.raw.clear()
    withdraw(appointment_request)
    deliver_all()
    assert {mail["To"] for mail in sink.messages} <= {TO_DESK}


def test_mail_holds_no_link_whose_key_is_gone(client, sink, settings):
    send(client)
    settings.PATIENT_LINK_KEYS = ["another key of more than forty characters, as required"]
    mail = mail_to(sink, TO_PATIENT)
    assert "your-request" not in plain(mail) + rich(mail)
    assert "open this page" not in plain(mail) + rich(mail)


def everything_stored() -> dict[str, list[tuple]]:
    """Every row of every table of ours; but for the record of reads, where a look is what is written."""
    models = [model for app in ("appointments", "clinic") for model in apps.get_app_config(app).get_models()]
    return {
        model.__name__: list(model.objects.order_by("pk").values_list())
        for model in models
        if model is not AccessRecord
    }


def test_opening_every_link_of_every_mail_again_and_again_changes_nothing(client, sink):
    """Mail scanners open links; people forward messages."""
    send(client)
    appointment_request = the_request()
    deliver_all()
    client.post(path_for(appointment_request), {"act": "phone", "phone": "949 555 0177"})
    deliver_all()
    withdrawn = make_request(consents=AGREED)
    withdraw(withdrawn)
    deliver_all()
    links = {link for mail in sink.messages for link in re.findall(r"https?://\S+", plain(mail))}
    assert len(links) >= 4
    visitors = (Client(), cast.signed_in(cast.make_freya()))
    before = everything_stored()
    for visitor in visitors:
        for link in links:
            for _time in range(2):
                address = link.removeprefix(django_settings.SITE_URL)
                assert visitor.get(address).status_code in (200, 302)
                assert visitor.head(address).status_code in (200, 302)
    assert everything_stored() == before
