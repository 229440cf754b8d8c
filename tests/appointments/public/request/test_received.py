"""The page that says "received": what it tells, for how long, and what it never does."""

import re
from datetime import timedelta

from django.conf import settings as django_settings
from django.core import signing
from django.utils import timezone

import pytest

from appointments.patient_link import path_for
from appointments.references import spell
from clinic.identity.kept_details import keep_details
from tests.appointments.patients import TYPED_WORDS, send, the_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def details(db, settings, tmp_path):
    """The clinic's details, and their file, which the page reads."""
    settings.MEDIA_ROOT = tmp_path
    details = make_details()
    keep_details()
    return details


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_it_says_received_not_booked_and_everything_that_helps_until_then(client):
    text = text_of(send(client))
    appointment_request = the_request()
    due = timezone.localtime(appointment_request.due_at)
    for said in (
        "Received, not booked",
        "it is all that we need to find your request",
        f"{due:%A, %B} {due.day}",
        "as your doctor told you",
        "949-510-6333",
        "Opening hours",
        'href="tel:911"',
        'href="tel:988"',
        "Print this page",
        f'href="{path_for(appointment_request)}"',
    ):
        assert said in text, said
    assert "confirmed" not in text


def test_the_reference_can_be_read_out(client):
    text = text_of(send(client))
    for character, word in spell(the_request().reference):
        assert f"<strong>{character}</strong> {word}" in text


def test_the_promised_time_skips_closed_days(client, details):
    details.opening_hours = []
    details.save()
    send(client)
    assert the_request().due_at - the_request().received_at == timedelta(hours=details.reply_hours)


def test_an_hour_later_it_helps_without_saying_whose_it_was(client, monkeypatch):
    address = send(client).redirect_chain[-1][0]
    appointment_request = the_request()
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + 3601)
    page = client.get(address)
    text = text_of(page)
    assert page.status_code == 200
    assert "closes an hour after you send a request" in text
    assert "949-510-6333" in text
    assert appointment_request.reference not in text
    assert path_for(appointment_request) not in text


def test_the_link_to_the_request_opens_it_without_a_cookie(client):
    text = text_of(send(client))
    link = re.search(r'href="(/appointments/your-request/[^"]+)"', text).group(1)
    client.cookies.clear()
    assert the_request().reference in text_of(client.get(link))


def test_nothing_that_was_typed_is_on_the_page_or_in_its_address(client):
    page = send(client)
    everything = text_of(page) + "".join(address for address, _status in page.redirect_chain)
    assert not [word for word in TYPED_WORDS if word.casefold() in everything.casefold()]


def test_the_page_is_private(client):
    page = send(client)
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "strict-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    title = re.search(r"<title>(.*?)</title>", text_of(page)).group(1)
    assert the_request().reference not in title
    client.cookies.clear()
    assert not client.get(page.redirect_chain[-1][0]).cookies
    assert django_settings.SECURE_REFERRER_POLICY == "same-origin"


def test_it_says_that_mail_is_coming_only_when_it_is(client):
    assert "We are also sending you an email" in text_of(send(client))
    assert "We are also sending you an email" not in text_of(send(client, contact_by="phone"))
