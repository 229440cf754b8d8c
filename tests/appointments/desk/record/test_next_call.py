"""The next call, on the record itself: what may be said, and one press for what came of it."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest
from appointments.models.event_payloads import Attempt
from appointments.services.contact import attempts
from appointments.statuses import Status
from clinic.models import ClinicSettings, User
from tests import cast
from tests.appointments.desk.actions.steps import address, take
from tests.appointments.factories import make_request
from tests.appointments.patients import record_url
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
# No address, so that no message has to be looked at before.
ON_THE_PHONE = {"email": "", "consents": {"contact": True, "email": False}}


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def call_on(client: Client, appointment_request: AppointmentRequest) -> str:
    """The part of the record about the next call; empty without one."""
    html = client.get(record_url(appointment_request)).content.decode()
    found = re.search(r'<section class="desk-record__call".*?</section>', html, re.DOTALL)
    return " ".join(found.group().split()) if found else ""


class Form(HTMLParser):
    """What a browser without scripts would send from the call's form, besides the pressed button."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.buttons: list[str] = []
        self.inside = False
        self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known: dict[str, Any] = dict(attrs)
        if tag == "form":
            self.inside = known.get("class") == "desk-call__form"
        if not self.inside:
            return
        if tag == "input":
            self.sent[known["name"]] = known.get("value", "")
        elif tag == "textarea":
            self.sent[known["name"]] = ""
        elif tag == "select":
            self.select = known["name"]
        elif tag == "option" and self.select not in self.sent:
            self.sent[self.select] = known["value"]
        elif tag == "button":
            self.buttons.append(known["value"])


def press(client: Client, appointment_request: AppointmentRequest, outcome: str, **typed: str) -> Any:
    form = Form(call_on(client, appointment_request))
    assert outcome in form.buttons, form.buttons
    return client.post(address("attempt", appointment_request), {**form.sent, **typed, "outcome": outcome})


def test_no_answer_is_one_press_and_plans_the_next_try(desk, freya):
    appointment_request = make_request(**ON_THE_PHONE)
    assert press(desk, appointment_request, "no_answer").status_code == 302
    appointment_request.refresh_from_db()
    assert (appointment_request.status, appointment_request.assigned_to) == (Status.CONTACTING, freya)
    assert appointment_request.next_attempt_at > timezone.now() + timedelta(hours=2)
    assert ClinicSettings.of_the_default_site().clock.is_open(appointment_request.next_attempt_at)
    assert replace(appointment_request.events.last().payload, before=None) == Attempt(
        channel="phone", outcome="no_answer"
    )
    assert "1 of 3 tries made" in call_on(desk, appointment_request)


@pytest.mark.parametrize(
    ("outcome", "again"),
    [("spoke", False), ("wrong_number", False), ("engaged", True), ("third_party", True)],
)
def test_what_happened_decides_whether_to_try_again(desk, outcome, again):
    appointment_request = make_request(**ON_THE_PHONE)
    press(desk, appointment_request, outcome)
    appointment_request.refresh_from_db()
    assert bool(appointment_request.next_attempt_at) == again


def test_a_note_and_another_time_go_with_the_same_press(desk):
    appointment_request = make_request(**ON_THE_PHONE)
    press(desk, appointment_request, "no_answer", note="Rings for long", next_attempt="none")
    appointment_request.refresh_from_db()
    assert appointment_request.next_attempt_at is None
    assert appointment_request.events.last().note == "Rings for long"


def test_without_leave_there_is_no_voicemail_to_press_and_none_to_log(desk):
    appointment_request = make_request(voicemail_ok=False)
    shown = call_on(desk, appointment_request)
    assert "NO VOICEMAIL" in shown
    assert "Please call us back" not in shown
    assert "voicemail" not in Form(shown).buttons
    refused = take(desk, "attempt", appointment_request, outcome="voicemail", note="Said hello")
    assert refused.status_code == 422
    assert "This patient does not want a voicemail" in refused.content.decode()
    assert "Said hello" in refused.content.decode()
    assert appointment_request.events.count() == 1


def test_with_leave_the_words_to_say_name_the_clinic_and_nothing_else(desk):
    appointment_request = make_request(voicemail_ok=True, topic="sciatica", **ON_THE_PHONE)
    said = re.search(r"“[^”]*”", call_on(desk, appointment_request)).group()
    assert said == "“This is Freya from Acupuncture Halls. Please call us back at 949-510-6333. Thank you.”"
    assert press(desk, appointment_request, "voicemail").status_code == 302


def test_leave_for_one_number_is_none_for_another(desk):
    appointment_request = make_request(
        voicemail_ok=True, other_phones=[{"phone": "949-555-0177", "voicemail_ok": False}]
    )
    shown = call_on(desk, appointment_request)
    assert 'href="tel:+19495550177"' in shown
    assert "0142" not in shown
    assert "NO VOICEMAIL" in shown
    listed = " ".join(desk.get("/admin/requests/").content.decode().split())
    assert '<span class="desk-no-voicemail">No voicemail</span>' in listed


def test_a_wrong_number_is_not_offered_again_until_there_is_a_right_one(desk):
    appointment_request = make_request(**ON_THE_PHONE)
    press(desk, appointment_request, "wrong_number")
    shown = call_on(desk, appointment_request)
    assert "Do not call it again" in shown
    assert "tel:" not in shown
    assert f'href="{address("correct", appointment_request)}"' in shown
    appointment_request.refresh_from_db()
    assert (
        take(desk, "correct", appointment_request, phone="949 555 0166", email="", mail_ok="no").status_code
        == 302
    )
    assert "tel:+19495550166" in call_on(desk, appointment_request)


def test_after_somebody_else_answered_the_next_caller_is_warned(desk):
    appointment_request = make_request(who_for="child", guardian_name="Noor Haddad", **ON_THE_PHONE)
    press(desk, appointment_request, "third_party")
    assert re.search(
        r"Somebody else answered last time.*<bdi>Noor Haddad</bdi>", call_on(desk, appointment_request)
    )


def test_who_prefers_mail_is_written_to_and_logged_in_one_press(desk):
    appointment_request = make_request(phone="", phone_e164="", contact_by="email")
    shown = call_on(desk, appointment_request)
    assert re.search(r"<dt>Wants to be reached</dt> <dd> <strong>By e-mail</strong>", shown)
    assert 'href="mailto:mara@patient.example"' in shown
    fields = {
        "version": appointment_request.version,
        "channel": "email",
        "outcome": "sent",
        "next_attempt": "suggested",
    }
    desk.post(address("attempt", appointment_request), fields)
    appointment_request.refresh_from_db()
    assert replace(appointment_request.events.last().payload, before=None) == Attempt(
        channel="email", outcome="sent"
    )
    assert appointment_request.next_attempt_at > timezone.now() + timedelta(days=1)


@pytest.mark.parametrize(("status", "calls"), [(Status.QUARANTINED, False), (Status.DECLINED, False)])
def test_nobody_is_asked_to_call_spam_or_what_is_closed(desk, freya, status, calls):
    assert bool(call_on(desk, make_request(status=status, actor=freya))) == calls


def test_the_second_to_press_is_told_who_was_first_and_keeps_the_note(desk, freya):
    appointment_request = make_request(**ON_THE_PHONE)
    seen = Form(call_on(desk, appointment_request)).sent
    attempts.log_attempt(
        appointment_request_id=appointment_request.pk,
        version=1,
        actor=cast.make_finn(),
        channel="phone",
        outcome="spoke",
    )
    told = desk.post(
        address("attempt", appointment_request), {**seen, "outcome": "no_answer", "note": "Rings for long"}
    )
    html = " ".join(told.content.decode().split())
    assert told.status_code == 409
    assert "Finn Desk got there first." in html
    assert "Tried to reach the patient: Phone · Spoke with the patient" in html
    assert "Rings for long" in html
    assert told.context["form"]["outcome"].value() == "no_answer"
    assert appointment_request.events.count() == 2


def test_priority_is_one_press_and_urgent_stands_first(desk):
    first, second = make_request(due_in=timedelta(hours=1)), make_request(due_in=timedelta(hours=5))
    html = " ".join(desk.get(record_url(second)).content.decode().split())
    assert 'name="priority" value="1"' in html
    desk.post(address("priority", second), {"version": 1, "priority": "1"})
    assert list(desk.get("/admin/requests/").context["object_list"]) == [second, first]
    html = " ".join(desk.get(record_url(second)).content.decode().split())
    assert "Changed the priority</strong>: Urgent" in html
    assert 'name="priority" value="1"' not in html
