"""A message that waits asks for leave once more before it goes; taken back meanwhile, the desk must call."""

from datetime import timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db.models.functions import Now
from django.test import Client

import pytest

from appointments.models import AppointmentRequest, Notice
from appointments.notices.dispatch import deliver_next
from appointments.patient_link import path_for
from appointments.services.changes import PatientMessage
from appointments.services.contact import attempts
from appointments.services.decisions import decisions
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.factories import AGREED, make_request
from tests.appointments.patients import record_url
from tests.appointments.services.contact.test_corrections import correct
from tests.factories import make_details

pytestmark = pytest.mark.django_db

TRIED = PatientMessage(subject="We tried to call", body="Call us.\n", waits=timedelta(minutes=3))
WHY = "failed: the patient does not agree to this e-mail. Tell them in another way"


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def fresh(appointment_request: AppointmentRequest) -> AppointmentRequest:
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def deliver_all() -> None:
    """As the worker does, when all that waits has become due."""
    Notice.objects.pending().update(due_at=Now(), lease_until=None)
    while deliver_next():
        pass


def write_to(appointment_request: AppointmentRequest, actor: User, message: PatientMessage = TRIED) -> None:
    known = {
        "appointment_request_id": appointment_request.pk,
        "version": appointment_request.version,
        "actor": actor,
    }
    attempts.log_attempt(**known, channel="phone", outcome="no_answer", message=message)


def subjects(mailoutbox: list[EmailMultiAlternatives]) -> list[str]:
    return [mail.subject for mail in mailoutbox if mail.to == ["mara@patient.example"]]


def words_on(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def failed_tab(desk: Client) -> list[AppointmentRequest]:
    return list(desk.get("/admin/requests/?tab=failed").context["object_list"])


def test_it_does_not_go_is_not_tried_again_and_the_desk_must_call(desk, freya, mailoutbox):
    appointment_request = make_request(consents=AGREED)
    deliver_all()
    write_to(appointment_request, freya)
    correct(desk, fresh(appointment_request), mail_ok="no")
    assert not failed_tab(desk)
    deliver_all()
    notice = Notice.objects.exclude(body="").get()
    assert (notice.state, notice.attempts, notice.sent_at) == ("failed", 1, None)
    deliver_all()
    assert subjects(mailoutbox) == ["We received your request"]
    assert WHY in words_on(desk, record_url(appointment_request))
    assert failed_tab(desk) == [appointment_request]
    take(desk, "attempt", fresh(appointment_request), outcome="spoke")
    assert not failed_tab(desk)


def test_it_stops_between_two_tries_too(desk, freya, mailoutbox, settings):
    appointment_request = make_request(consents=AGREED)
    deliver_all()
    write_to(appointment_request, freya)
    working = settings.MAILERS
    settings.MAILERS = {
        "default": {
            "BACKEND": "clinic.mail.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    deliver_all()
    notice = Notice.objects.exclude(body="").get()
    assert (notice.state, notice.last_error) == ("pending", "ConnectionRefusedError")
    correct(desk, fresh(appointment_request), mail_ok="no")
    settings.MAILERS = working
    deliver_all()
    notice.refresh_from_db()
    assert notice.state == "failed"
    assert subjects(mailoutbox) == ["We received your request"]
    assert WHY in words_on(desk, record_url(appointment_request))


def test_the_record_never_says_that_the_patient_was_told_by_what_did_not_go(desk, freya):
    appointment_request, told_by = make_request(consents=AGREED), "message"
    known = {"appointment_request_id": appointment_request.pk, "version": 1, "actor": freya}
    decisions.decline(**known, reason="other", told_by=told_by, message=TRIED)
    assert "Patient not told until the message is sent" in words_on(desk, record_url(appointment_request))
    decisions.reopen(**{**known, "version": 2}, note="They called: no e-mail, please.")
    correct(desk, fresh(appointment_request), mail_ok="no")
    deliver_all()
    record = words_on(desk, record_url(appointment_request))
    assert "Patient not told, as far as we know" in record
    assert "until the message is sent" not in record
    assert "Patient told" not in record
    assert failed_tab(desk) == [appointment_request]


def test_a_message_to_somebody_who_agreed_to_another_mail_only_does_not_go(freya, mailoutbox):
    appointment_request = make_request(consents=AGREED)
    AppointmentRequest.objects.update(consent_version="2026-11-22")
    write_to(appointment_request, freya)
    deliver_all()
    assert subjects(mailoutbox) == ["We received your request"]
    assert Notice.objects.exclude(body="").get().last_error == "NoLeave"


@pytest.mark.parametrize(("said", "goes"), [("no", False), ("yes", True)])
def test_that_a_request_arrived_is_told_to_whoever_did_not_refuse(desk, mailoutbox, said, goes):
    appointment_request = make_request(consents=AGREED)
    correct(desk, appointment_request, mail_ok=said, full_name="Mara W.")
    deliver_all()
    assert subjects(mailoutbox) == (["We received your request"] if goes else [])


def test_a_withdrawal_is_told_by_mail_only_while_there_is_leave(desk, freya, mailoutbox):
    appointment_request = make_request(consents=AGREED)
    deliver_all()
    Client().post(path_for(appointment_request), {"act": "withdraw", "seen": "received"})
    known: dict[str, Any] = {"appointment_request_id": appointment_request.pk, "version": 2, "actor": freya}
    decisions.reopen(**known, note="A slip, they say; and no e-mail, please.")
    correct(desk, fresh(appointment_request), mail_ok="no")
    deliver_all()
    assert subjects(mailoutbox) == ["We received your request"]


def test_a_withdrawal_is_not_told_by_leave_for_another_mail(mailoutbox):
    appointment_request = make_request(consents=AGREED)
    deliver_all()
    Client().post(path_for(appointment_request), {"act": "withdraw", "seen": "received"})
    AppointmentRequest.objects.update(consent_version="2026-11-22")
    deliver_all()
    assert subjects(mailoutbox) == ["We received your request"]


def test_of_an_address_that_is_gone_the_record_says_so(desk, freya):
    appointment_request = make_request(consents=AGREED)
    write_to(appointment_request, freya)
    correct(desk, fresh(appointment_request), email="", mail_ok="no")
    deliver_all()
    assert "there is no e-mail address any more" in words_on(desk, record_url(appointment_request))
