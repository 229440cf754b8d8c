"""What the record offers after a talk, and after a message that never arrived."""

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest
from appointments.services.changes import PatientMessage
from appointments.services.decisions import decisions
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import take, visit_day
from tests.appointments.factories import AGREED, make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db
TALK = "You spoke with the patient. What did you agree on?"
FAILED = "A message to the patient did not arrive."


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def record(desk: Client, appointment_request: AppointmentRequest) -> str:
    reply = desk.get(f"/admin/requests/inspect/{appointment_request.pk}/")
    return " ".join(reply.content.decode().split())


def spoken_with(desk: Client, **answers) -> AppointmentRequest:
    appointment_request = make_request(**answers)
    take(desk, "attempt", appointment_request, outcome="spoke", next_attempt="suggested")
    appointment_request.refresh_from_db()
    return appointment_request


def test_a_talk_leads_on_to_a_visit_another_call_or_the_end(desk):
    appointment_request = spoken_with(desk)
    html = record(desk, appointment_request)
    talk = html[html.index(TALK) :].partition("</div>")[0]
    for slug in ("schedule", "call-back", "decline", "withdraw"):
        assert f'href="/admin/requests/{slug}/{appointment_request.pk}/"' in talk
    labels = re.findall(r'name="when" value="\w+"[^>]*>([^<]+)<', talk)
    assert 2 <= len(labels) == len(set(labels)), "while the clinic is closed two are the same opening"
    take(desk, "note", appointment_request)
    assert TALK in record(desk, appointment_request)


@pytest.mark.parametrize(("when", "hours"), [("hours", 1), ("morning", 4), ("two_days", 24)])
def test_one_press_plans_the_call_that_was_agreed_on(desk, when, hours):
    appointment_request = spoken_with(desk)
    take(desk, "call-back", appointment_request, when=when)
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.CONTACTING
    assert appointment_request.next_attempt_at > timezone.now() + timedelta(hours=hours)
    assert appointment_request.events.filter(kind="attempt").count() == 1
    html = record(desk, appointment_request)
    assert TALK not in html
    assert "The next call is planned for " in html


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"day": "", "at": "10:00"}, "Enter the day"),
        ({"day": "2020-01-06", "at": "10:00"}, "Choose a time that is to come"),
        ({"day": "9999-01-06", "at": "10:00"}, "Choose a time that is to come"),
        ({"day": visit_day().isoformat(), "at": ""}, "Enter the time"),
        ({"day": visit_day().isoformat(), "at": "10:00"}, ""),
    ],
)
def test_another_time_is_typed(desk, typed, refused):
    appointment_request = spoken_with(desk)
    reply = take(desk, "call-back", appointment_request, when="other", **typed)
    appointment_request.refresh_from_db()
    assert bool(appointment_request.next_attempt_at) != bool(refused)
    assert reply.status_code == (422 if refused else 302)
    assert refused in reply.content.decode()


def declined_by_mail(freya: User, **answers) -> AppointmentRequest:
    appointment_request = make_request(consents=AGREED, **answers)
    decisions.decline(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        reason="no_capacity",
        told_by="message",
        message=PatientMessage(subject="About your request", body="We have no free time."),
    )
    appointment_request.notices.exclude(body="").update(state="failed", attempts=1)
    return appointment_request


def test_what_never_arrived_stands_at_the_top_with_what_it_said_and_what_to_do(desk, freya):
    appointment_request = declined_by_mail(freya, phone="", phone_e164="", contact_by="email")
    html = record(desk, appointment_request)
    assert html.index(FAILED) < html.index('id="desk-answers"')
    notice = html[html.index(FAILED) :].partition('<nav class="desk-jump"')[0]
    assert "Declined the request" in notice
    assert "We have no free time." in notice
    assert f'href="/admin/requests/told/{appointment_request.pk}/"' in notice
    take(desk, "told", AppointmentRequest.objects.get(), told_by="letter")
    assert FAILED not in record(desk, appointment_request)


def test_an_acknowledgement_that_failed_offers_a_call_and_another_address(desk, freya):
    appointment_request = make_request(consents=AGREED)
    appointment_request.notices.to_patient().update(state="failed", attempts=1)
    html = record(desk, appointment_request)
    notice = html[html.index(FAILED) :].partition('<nav class="desk-jump"')[0]
    assert 'href="tel:+19495550142"' in notice
    assert f'href="/admin/requests/correct/{appointment_request.pk}/"' in notice
    take(desk, "attempt", appointment_request)
    assert FAILED not in record(desk, appointment_request)


@pytest.mark.parametrize(("voicemail_ok", "one_press"), [(True, True), (False, False)])
def test_one_press_is_promised_only_where_no_message_is_read_first(desk, freya, voicemail_ok, one_press):
    appointment_request = make_request(consents=AGREED, voicemail_ok=voicemail_ok)
    legend = re.search(r"<legend>(.*?)</legend>", record(desk, appointment_request))[1]
    offers = 'name="write"' in record(desk, appointment_request)
    assert ("it is saved at once" in legend) != offers
