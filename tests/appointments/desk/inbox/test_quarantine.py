"""Possible spam: how the desk learns of it, sees why it is there, and brings it back or discards it."""

import re
from datetime import timedelta
from typing import Any

from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AccessAction, AccessRecord, AppointmentRequest, Notice, Signal
from appointments.services.deadlines.spam_digest import write_spam_digest
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.factories import make_request
from tests.appointments.patients import send, the_request
from tests.factories import make_details
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db
INBOX, ASIDE = "/admin/requests/", "/admin/requests/possible-spam/"
ONCE = {"transaction": True, "serialized_rollback": True}


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def put_aside(*signals: str, **more: Any) -> AppointmentRequest:
    return make_request(signals=[Signal(one) for one in signals or ("link",)], **more)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def press(client: Client, label: str, appointment_request: AppointmentRequest) -> Any:
    """Press a button of the list as it stands on the page, and follow."""
    html = page(client, ASIDE)
    forms = re.findall(r'<form method="post" action="([^"]+)">(.*?)</form>', html)
    action, inner = next(
        form for form in forms if str(appointment_request.pk) in form[0] and f'aria-label="{label}' in form[1]
    )
    fields = dict(re.findall(r'name="(\w+)" value="([^"]+)"', inner))
    return client.post(action, fields, follow=True)


def told(appointment_request: AppointmentRequest) -> list[str]:
    return sorted(appointment_request.notices.values_list("channel", flat=True))


def test_they_stand_in_their_own_list_with_all_that_tells_a_patient_from_spam(desk):
    aside = put_aside("trap", "link", full_name="Wim Watchseller", note="Numb <b>http://pills.example")
    patient = make_request(full_name="Ann Other")
    html = page(desk, ASIDE)
    for said in (aside.reference, "W. Watchseller", "people cannot see was filled in", "There is a link in"):
        assert said in html
    for wrote in ("Numb &lt;b&gt;http://pills.example", "(949) 555-0142", "mara@patient.example"):
        assert wrote in html
    assert patient.reference not in html
    read = AccessRecord.objects.get(action=AccessAction.SPAM)
    assert read.shown == [aside.reference]


def test_the_inbox_counts_them_and_lists_the_others(desk):
    aside, patient = put_aside(), make_request()
    assert list(desk.get(INBOX).context["object_list"]) == [patient]
    html = page(desk, INBOX)
    assert "1 request looks like spam" in html
    assert f'href="{ASIDE}"' in html
    assert list(desk.get(f"{INBOX}?status=quarantined").context["object_list"]) == [aside]
    assert desk.post(f"{INBOX}search/", {"q": aside.reference}).url == f"/admin/requests/inspect/{aside.pk}/"
    assert "1 request looks like spam" in page(desk, "/admin/")


def test_the_menus_number_counts_patients_only(desk):
    make_request()
    put_aside()
    assert "Requests (1)" in desk.get("/admin/").content.decode()


def test_an_inbox_with_nothing_else_does_not_say_that_all_is_well(desk):
    put_aside()
    assert "All is well" not in page(desk, INBOX)
    assert "No other requests" in page(desk, INBOX)


def test_without_any_nothing_is_said(desk):
    make_request()
    assert "looks like spam" not in page(desk, INBOX)
    assert "Nothing looks like spam" in page(desk, ASIDE)


def test_the_clock_runs_for_them_too(desk):
    later, late = put_aside(due_in=timedelta(hours=3)), put_aside(due_in=timedelta(hours=-2))
    assert list(desk.get(ASIDE).context["object_list"]) == [late, later]
    assert "Overdue by 2 hours" in page(desk, ASIDE)
    assert "the first answer was due" in page(desk, INBOX)


def test_one_click_puts_it_among_the_new_ones_and_everybody_is_told(desk, freya):
    appointment_request = put_aside("trap")
    promised = appointment_request.due_at
    assert told(appointment_request) == []
    reply = press(desk, "Not spam", appointment_request)
    assert reply.redirect_chain[-1][0] == ASIDE
    assert f"Request {appointment_request.reference} is now among the new ones." in reply.content.decode()
    appointment_request.refresh_from_db()
    assert (appointment_request.status, appointment_request.version, appointment_request.due_at) == (
        Status.NEW,
        2,
        promised,
    )
    event = appointment_request.events.last()
    assert (event.from_status, event.to_status, event.actor) == ("quarantined", "new", freya)
    assert told(appointment_request) == ["desk_email", "patient_email"]
    assert list(desk.get(INBOX).context["object_list"]) == [appointment_request]


def test_a_patient_who_was_told_already_is_not_told_twice(desk):
    appointment_request = put_aside("link")
    press(desk, "Not spam", appointment_request)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(status=Status.QUARANTINED)
    press(desk, "Not spam", appointment_request)
    assert told(appointment_request).count("patient_email") == 1


@pytest.mark.parametrize("answers", [{"email": ""}, {"consents": {"contact": True, "email": False}}])
def test_a_patient_who_asked_for_no_mail_gets_none(desk, answers):
    appointment_request = put_aside("trap", **answers)
    press(desk, "Not spam", appointment_request)
    assert told(appointment_request) == ["desk_email"]


def test_what_cannot_be_opened_can_be_restored(desk):
    appointment_request = put_aside("trap")
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(patient_data=b"not sealed by us")
    press(desk, "Not spam", appointment_request)
    assert told(appointment_request) == ["desk_email"]


def test_one_click_discards_it_and_it_can_be_reopened(desk):
    appointment_request = put_aside()
    reply = press(desk, "Discard", appointment_request)
    appointment_request.refresh_from_db()
    assert (appointment_request.status, appointment_request.events.last().kind) == (
        Status.DECLINED,
        "discarded",
    )
    assert reply.redirect_chain[-1][0] == ASIDE
    assert f"inspect/{appointment_request.pk}/" not in page(desk, ASIDE)
    assert told(appointment_request) == [], "nobody is told of spam"
    assert "Discarded it as spam" in page(desk, f"/admin/requests/inspect/{appointment_request.pk}/")
    assert take(desk, "reopen", appointment_request).status_code == 302
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.NEW


@pytest.mark.parametrize("label", ["Not spam", "Discard"])
def test_of_two_people_the_second_is_told_who_was_faster(desk, label):
    appointment_request = put_aside()
    finn = cast.signed_in(cast.make_finn())
    slow = AppointmentRequest.objects.get(pk=appointment_request.pk)
    press(finn, label, appointment_request)
    before = (AppointmentRequest.objects.get(pk=appointment_request.pk).version, Notice.objects.count())
    reply = take(desk, "restore" if label == "Discard" else "discard", slow, from_list="yes")
    assert reply.status_code == 409
    assert "Finn Desk" in reply.content.decode()
    assert (
        AppointmentRequest.objects.get(pk=appointment_request.pk).version,
        Notice.objects.count(),
    ) == before


def test_the_record_says_why_and_keeps_saying_it(desk):
    appointment_request = put_aside("busy_address")
    address = f"/admin/requests/inspect/{appointment_request.pk}/"
    assert "put aside as possible spam, because" in page(desk, address)
    assert page(desk, address).count("Many requests came from the same internet connection") == 2
    press(desk, "Not spam", appointment_request)
    assert page(desk, address).count("Many requests came from the same internet connection") == 1


def test_a_long_list_costs_few_queries(desk):
    for _ in range(30):
        put_aside("link", "no_time")
    page(desk, ASIDE)
    with at_most_queries(15):
        assert len(desk.get(ASIDE).context["object_list"]) == 25


def test_the_list_can_neither_be_exported_nor_written_to(desk):
    put_aside()
    assert "csv" not in desk.get(f"{ASIDE}?export=csv")["Content-Type"]
    assert desk.post(ASIDE).status_code == 405


def test_the_confirmation_promises_mail_only_if_mail_is_sent(client):
    assert send(client, note="Monday is best").context["mail_sent"]
    assert not send(client, note="Tuesday is best", opened=None).context["mail_sent"]
    for _again in range(2):
        assert not send(client, note="Wednesday is best", subject="x").context["mail_sent"]


@pytest.mark.django_db(**ONCE)
def test_ten_thousand_times_spam_is_one_mail_an_hour_to_the_desk(client):
    for number in range(5):
        send(client, subject="x", note=f"Number {number}")
    call_command("run_worker", "--once")
    call_command("run_worker", "--once")
    (message,) = mail.outbox
    assert message.subject == "Possible spam among the appointment requests"
    assert ASIDE in message.body
    assert "Quillfeather" not in message.body
    send(client, subject="x", note="Within the hour")
    assert not write_spam_digest()
    Notice.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert write_spam_digest(), "what came after the last mail is told of when the hour is over"


@pytest.mark.django_db(**ONCE)
def test_what_somebody_has_looked_at_already_is_not_mailed_about(desk):
    appointment_request = put_aside()
    press(desk, "Discard", appointment_request)
    assert not write_spam_digest()


def test_a_real_request_is_mailed_about_at_once_and_is_no_reason_to_stay_silent(client):
    send(client)
    assert told(the_request()) == ["desk_email", "patient_email"]
    put_aside()
    assert write_spam_digest()
