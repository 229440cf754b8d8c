"""One rule says who may be written to: what was agreed to, by which text, and what the desk heard since."""

from typing import Any

from django.test import Client

import pytest

from appointments.models import AppointmentRequest, Notice
from appointments.notices.dispatch import deliver_next
from appointments.patient_link import path_for
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import address
from tests.appointments.factories import AGREED, make_request
from tests.appointments.patients import answers, record_url, send, the_request
from tests.appointments.services.contact.test_corrections import correct
from tests.factories import make_details

pytestmark = pytest.mark.django_db

WRITE = "Write to the patient too"
OLD = ["2026-11", "2026-11-22", "aloud-2026-11-22"]
ONE_ONLY = "agreed to one e-mail only"
REFUSED = {"contact": True, "email": False}


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def agreed_by(version: str, **known: Any) -> AppointmentRequest:
    """A request whose patient agreed to the text ``version``, and ticked e-mail."""
    appointment_request = make_request(**{"consents": AGREED, **known})
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(consent_version=version)
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def words_on(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def may_write(desk: Client, appointment_request: AppointmentRequest) -> bool:
    """Whether the desk is offered to write, with the step whose patient must be told."""
    return WRITE in words_on(desk, address("decline", appointment_request))


def mail_of_withdrawing(appointment_request: AppointmentRequest) -> list[Notice]:
    """What is owed to the patient after they withdrew by their link."""
    Client().post(path_for(appointment_request), {"act": "withdraw", "seen": "received"})
    return list(Notice.objects.filter(channel="patient_email", event__to_status="withdrawn"))


def test_whoever_ticks_e_mail_on_the_website_today_agrees_to_all_mail_about_the_request(desk, client):
    send(client)
    assert may_write(desk, the_request())
    assert mail_of_withdrawing(the_request())


def test_whoever_agrees_aloud_today_does_so_too(desk):
    said = answers(channel="phone", phone="949-555-0142", article=None, opened=None)
    assert desk.post("/admin/requests/new/", said).status_code == 302
    assert may_write(desk, the_request())


@pytest.mark.parametrize("version", [*OLD, "2027-unheard-of"])
def test_whoever_agreed_to_one_mail_gets_that_one_and_no_other(desk, mailoutbox, version):
    appointment_request = agreed_by(version)
    while deliver_next():
        pass
    assert [mail.subject for mail in mailoutbox if mail.to == ["mara@patient.example"]] == [
        "We received your request"
    ]
    assert ONE_ONLY in words_on(desk, address("decline", appointment_request))
    assert not may_write(desk, appointment_request)
    assert "We may send one e-mail, to say that it arrived" in words_on(desk, record_url(appointment_request))
    assert mail_of_withdrawing(appointment_request) == []


@pytest.mark.parametrize("version", OLD)
def test_whoever_asked_to_be_reached_by_e_mail_agreed_by_any_text(desk, version):
    assert may_write(desk, agreed_by(version, contact_by="email"))


@pytest.mark.parametrize("consents", [AGREED, {"contact": True}, REFUSED])
def test_what_the_desk_hears_later_counts_on_an_old_text_too(desk, consents):
    appointment_request = agreed_by("2026-11-22", consents=consents)
    assert desk.get(address("correct", appointment_request)).context["form"]["mail_ok"].value() == "no"
    appointment_request = correct(desk, appointment_request, mail_ok="yes")
    assert may_write(desk, appointment_request)
    assert "We may write by e-mail" in words_on(desk, record_url(appointment_request))
    assert mail_of_withdrawing(appointment_request)


def test_leave_that_is_taken_back_is_gone(desk):
    appointment_request = agreed_by("2026-11-23")
    assert may_write(desk, appointment_request)
    appointment_request = correct(desk, appointment_request, mail_ok="no")
    assert not may_write(desk, appointment_request)
    assert "did not agree to e-mail" in words_on(desk, address("decline", appointment_request))
    assert mail_of_withdrawing(appointment_request) == []


@pytest.mark.parametrize(
    ("before", "after", "mail"),
    [("email", "phone", "yes"), ("phone", "email", "no")],
)
def test_what_was_said_of_mail_counts_whatever_way_they_want_to_be_reached(desk, before, after, mail):
    appointment_request = agreed_by("2026-11-23", contact_by=before, consents=REFUSED)
    assert desk.get(address("correct", appointment_request)).context["form"]["mail_ok"].value() == mail
    appointment_request = correct(desk, appointment_request, contact_by=after)
    assert may_write(desk, appointment_request) == (mail == "yes")


def test_what_looks_like_spam_is_no_leave_to_write_to_the_address_that_it_gave(desk):
    appointment_request = make_request(consents=AGREED, signals=["trap"])
    assert mail_of_withdrawing(appointment_request) == []
