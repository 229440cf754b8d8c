"""Mail servers that refuse us, and not the patient: nothing is lost, and what could not be sent can be."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, Notice
from appointments.notices.dispatch import deliver_next
from appointments.services.decisions import decisions
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.factories import AGREED, make_request
from tests.factories import make_details
from tests.smtp_sink import ACCEPT, DROP_AFTER_DATA, HANG, REFUSE_FOR_NOW, SmtpSink, running_sink

pytestmark = pytest.mark.django_db
TO_PATIENT, TO_DESK = "mara@patient.example", "front-desk@clinic.example"
FAILED, ALL_AGAIN = "/admin/requests/?tab=failed", "/admin/requests/send-again-many/"


@pytest.fixture
def sink(settings) -> Iterator[SmtpSink]:
    """A mail server that asks for a sign-in, and the site set to use it."""
    make_details()
    with running_sink() as server:
        server.credentials = ("clinic", "right")
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 0.5}
        options |= {"username": "clinic", "password": "right"}
        settings.MAILERS = {"default": {"BACKEND": "clinic.mail.smtp.EmailBackend", "OPTIONS": options}}
        yield server


@pytest.fixture
def freya(db: None) -> User:
    return cast.make_freya()


@pytest.fixture
def desk(freya: User, settings) -> Client:
    settings.FRONT_DESK_EMAILS = [TO_DESK]
    freya.email = TO_DESK
    freya.save()
    return cast.signed_in(freya)


def deliver_all() -> None:
    while deliver_next():
        pass


def later(by: timedelta) -> None:
    """Let ``by`` pass for every notice."""
    columns = ("created_at", "due_at", "lease_until", "give_up_at", "sent_at")
    Notice.objects.update(**{name: F(name) - by for name in columns})


def outage(days: int = 7) -> None:
    """Let the worker try through ``days`` in which nothing goes out."""
    for _quarter in range(days * 4):
        deliver_all()
        later(timedelta(hours=6))


def states() -> dict[str, str]:
    return dict(Notice.objects.values_list("channel", "state"))


def addressees(sink: SmtpSink) -> list[str]:
    return sorted(mail["To"] for mail in sink.messages)


def record(desk: Client, appointment_request: AppointmentRequest) -> str:
    page = desk.get(f"/admin/requests/inspect/{appointment_request.pk}/")
    return " ".join(page.content.decode().split())


def send_again(desk: Client, notice: Notice) -> Any:
    address = f"/admin/requests/send-again/{notice.appointment_request_id}/"
    return desk.post(address, {"notice": notice.pk}, follow=True)


@pytest.mark.parametrize(
    "refuses",
    [
        {"AUTH": "535 5.7.8 the password has expired"},
        {"AUTH": "534 5.7.9 sign in with a browser"},
        {"MAIL": "550 5.1.8 bad sender"},
        {"MAIL": "553 not your address"},
        {"MAIL": "530 5.7.0 sign in first"},
        {"RCPT": "550 5.7.1 relaying denied"},
        {"RCPT": "554 5.7.1 Relay access denied"},
        {"RCPT": "550 Relaying denied"},
        {"RCPT": "550 your address is on a blacklist"},
        {"RCPT": "552 5.2.2 mailbox full"},
        {"RCPT": "450 4.2.0 greylisted"},
        {"DATA": "554 5.7.1 looks like spam"},
        {"EHLO": "550 go away", "HELO": "550 go away"},
    ],
    ids=str,
)
def test_what_is_not_about_the_address_is_tried_again(sink, refuses):
    make_request(consents=AGREED)
    sink.refuses = refuses
    deliver_all()
    assert states() == {"desk_email": "pending", "patient_email": "pending"}
    sink.refuses = {}
    later(timedelta(hours=1))
    deliver_all()
    assert states() == {"desk_email": "sent", "patient_email": "sent"}
    assert addressees(sink) == [TO_DESK, TO_PATIENT]


@pytest.mark.parametrize(
    "said", ["550 nobody here", "550 5.1.1 no such user", "556 5.1.10 takes no mail", "550 5.2.1 disabled"]
)
def test_an_address_that_does_not_exist_is_the_patients_and_can_be_corrected(sink, desk, said):
    appointment_request = make_request(consents=AGREED)
    sink.refuses = {"RCPT": said}
    deliver_all()
    assert states() == {"desk_email": "pending", "patient_email": "failed"}
    page = record(desk, appointment_request)
    assert "there is no such e-mail address. Correct it" in page
    assert "Send again" in page


@pytest.mark.parametrize(
    ("mode", "waits"), [(HANG, timedelta(minutes=1)), (DROP_AFTER_DATA, timedelta(minutes=11))]
)
def test_a_server_that_hangs_before_its_greeting_has_sent_nothing(sink, mode, waits):
    make_request(consents=AGREED)
    Notice.objects.to_staff().delete()
    sink.mode = mode
    deliver_all()
    notice = Notice.objects.get()
    assert waits - timedelta(minutes=2) < notice.due_at - timezone.now() < waits
    sink.mode = ACCEPT
    later(waits)
    deliver_all()
    assert states() == {"patient_email": "sent"}


def test_an_address_of_the_desk_that_is_refused_is_not_passed_over(sink, desk, settings):
    settings.FRONT_DESK_EMAILS = [TO_DESK, "gone@clinic.example"]
    appointment_request = make_request(email="")
    sink.refuses = {"gone@clinic.example": "550 5.1.1 no such user"}
    deliver_all()
    assert states() == {"desk_email": "sent"}
    assert len(sink.messages) == 1
    assert "but the mail server refused an address" in record(desk, appointment_request)


def test_after_a_week_without_mail_everything_stands_red_and_goes_with_one_press(sink, desk, settings):
    first, second = make_request(consents=AGREED), make_request(consents=AGREED)
    sink.refuses = {"AUTH": "535 5.7.8 the password has expired"}
    outage()
    assert set(Notice.objects.values_list("state", flat=True)) == {"failed"}
    assert min(Notice.objects.values_list("attempts", flat=True)) > 10
    sink.refuses = {}
    deliver_all()
    assert not sink.messages

    assert desk.get("/health/ready").json()["notices"] is False
    assert "Messages about 2 requests could not be sent" in desk.get("/admin/").content.decode()
    assert len(desk.get(FAILED).context["object_list"]) == 2
    # At the top of the record, and in its timeline for the desk and the patient.
    assert record(desk, first).count("Send again") == 3

    to_first = first.notices.to_patient().get()
    assert "The message goes again now" in send_again(desk, to_first).content.decode()
    assert first.events.last().kind == "sent_again"
    assert first.events.last().actor.first_name == "Freya"
    assert "Sent a message again that had failed" in record(desk, first)
    assert "goes again already" in send_again(desk, to_first).content.decode(), "one press, one mail"
    deliver_all()
    assert addressees(sink) == [TO_PATIENT]

    asked = desk.post(ALL_AGAIN, {"id": "all", "listing": "tab=failed"})
    assert first.reference in asked.content.decode()
    chosen = asked.context["selection"].as_text
    done = desk.post(
        ALL_AGAIN, {"selection": chosen, "confirmed": "yes", "listing": "tab=failed"}, follow=True
    )
    assert "The messages of 2 requests go again now" in done.content.decode()
    deliver_all()
    assert addressees(sink) == [TO_DESK, TO_DESK, TO_PATIENT, TO_PATIENT]
    assert not desk.get(FAILED).context["object_list"]
    assert set(states().values()) == {"sent"}
    assert second.events.filter(kind="sent_again").count() == 1


def test_what_is_sent_again_is_tried_for_three_days_again(sink, desk):
    make_request(consents=AGREED)
    sink.mode = REFUSE_FOR_NOW
    outage(days=4)
    notice = Notice.objects.to_patient().get()
    send_again(desk, notice)
    deliver_all()
    assert states()["patient_email"] == "pending"
    outage(days=4)
    assert states()["patient_email"] == "failed"


def test_a_message_that_a_later_step_has_overtaken_is_not_sent_any_more(sink, desk, freya):
    appointment_request = make_request(consents=AGREED)
    sink.mode = REFUSE_FOR_NOW
    outage(days=4)
    decisions.decline(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        reason="other",
        told_by="phone",
    )
    sink.mode = ACCEPT
    notice = Notice.objects.to_patient().get()
    assert f'name="notice" value="{notice.pk}"' not in record(desk, appointment_request)
    assert "a later step has overtaken it" in send_again(desk, notice).content.decode()
    deliver_all()
    assert not sink.messages


def test_neither_address_nor_consent_are_sent_again_for_all_at_once(sink, desk):
    appointment_request = make_request(consents=AGREED)
    sink.refuses = {TO_PATIENT: "550 5.1.1 no such user"}
    deliver_all()
    seen = f"{appointment_request.pk}.{appointment_request.version}"
    done = desk.post(ALL_AGAIN, {"id": seen, "confirmed": "yes"}, follow=True)
    assert "1 request was left alone" in done.content.decode()
    assert states() == {"desk_email": "sent", "patient_email": "failed"}


def test_nothing_of_a_demonstration_and_nothing_to_a_stranger_is_sent_again(sink, desk, freya):
    spam = make_request(status=Status.QUARANTINED, consents=AGREED)
    spam.notices.to_patient().update(state="failed")
    for number in (*Notice.objects.values_list("pk", flat=True), 0, "x", 2**70):
        address = f"/admin/requests/send-again/{spam.pk}/"
        page = desk.post(address, {"notice": number}, follow=True)
        assert "Nothing was sent" in page.content.decode()
    assert not spam.events.filter(kind="sent_again").exists()
