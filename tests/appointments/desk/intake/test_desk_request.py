"""A request that the desk types: the website's rules, the number first, and nothing lost or leaked."""

import logging
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client

import pytest

from appointments.consents import CONSENT_VERSION, DESK_CONSENT_VERSION
from appointments.desk.intake import views as desk_request
from appointments.desk.intake.form import DeskRequestForm
from appointments.models import AccessAction, AccessRecord, AppointmentRequest, Notice
from appointments.models.notices import NoticeChannel
from appointments.statuses import Status
from clinic.database import clock
from clinic.models import ClinicSettings, StaffSession, User
from tests import cast
from tests.appointments.factories import make_request
from tests.appointments.patients import TYPED_WORDS
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
FORM = "/admin/requests/new/"
SAID = {
    "phone": "(949) 555-0142 ext. 7",
    "channel": "phone",
    "caller_name": "Patience Quillfeather",
    "who_for": "self",
    "contact_by": "phone",
    "voicemail_ok": "no",
    "speaks": "en",
    "days": ["mon"],
    "access_needs": "Wheelchairramp",
    "note": "Tinglingfingers",
    "submission_key": "0123456789abcdef0123456789abcdef",
}


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def said(**changes):
    return {name: value for name, value in {**SAID, **changes}.items() if value is not None}


def test_what_was_typed_becomes_a_request_of_whoever_typed_it(desk, freya):
    response = desk.post(FORM, said())
    appointment_request = AppointmentRequest.objects.get()
    assert response["Location"] == f"/admin/requests/entered/{appointment_request.pk}/"
    assert (appointment_request.status, appointment_request.channel, appointment_request.assigned_to) == (
        Status.NEW,
        "phone",
        freya,
    )
    assert appointment_request.patient.full_name == "Patience Quillfeather"
    assert appointment_request.patient.phone_e164 == "+19495550142"
    assert appointment_request.patient.consents == {"contact": True, "phone": True, "email": False}
    event = appointment_request.events.get()
    assert (event.actor, event.actor_name) == (freya, "Freya Desk")
    assert event.payload.by == "phone"
    record = desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()
    assert "Entered the request" in record
    assert "What the patient said" in record
    assert "Freya Desk" in record


def test_the_title_says_first_that_something_is_missing(desk):
    def title(page: Any) -> str:
        return " ".join(re.search("<title>(.*?)</title>", page.content.decode(), re.DOTALL)[1].split())

    assert title(desk.get(FORM)).startswith("Add a request")
    assert title(desk.post(FORM, said(caller_name=""))).startswith("Error: Add a request")


def test_somebody_at_the_counter_is_told_from_somebody_on_the_phone(desk):
    desk.post(FORM, said(channel="walk_in"))
    assert AppointmentRequest.objects.get().channel == "walk_in"


def test_a_request_by_the_desk_never_counts_as_sent_from_the_website(desk):
    assert desk.post(FORM, said(channel="web")).status_code == 422
    assert not AppointmentRequest.objects.exists()


def test_what_was_read_out_has_a_version_of_its_own(desk):
    desk.post(FORM, said())
    assert AppointmentRequest.objects.get().consent_version == DESK_CONSENT_VERSION != CONSENT_VERSION


def test_the_clock_runs_and_the_desk_gets_no_mail_about_itself(desk, mailoutbox):
    desk.post(FORM, said())
    appointment_request = AppointmentRequest.objects.get()
    assert appointment_request.due_at == ClinicSettings.of_the_default_site().reply_due(
        appointment_request.received_at
    )
    call_command("run_worker", "--once")
    assert not mailoutbox


@pytest.mark.parametrize(("agreed", "told"), [("either", [NoticeChannel.PATIENT_EMAIL]), ("phone", [])])
def test_the_patient_gets_mail_only_when_they_agreed(desk, agreed, told):
    desk.post(FORM, said(email="patience@quillfeather.example", contact_by=agreed))
    assert [notice.channel for notice in Notice.objects.all()] == told


def test_pressing_twice_makes_one_request(desk):
    first, second = desk.post(FORM, said()), desk.post(FORM, said())
    assert first["Location"] == second["Location"]
    assert AppointmentRequest.objects.count() == 1


def test_each_new_form_has_a_key_of_its_own(desk):
    keys = {re.search(r'name="submission_key" value="(\w{32})"', html(desk.get(FORM)))[1] for _ in range(2)}
    assert len(keys) == 2


def html(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"contact_by": None}, "Select how they want to be reached"),
        ({"voicemail_ok": None}, "Ask whether we may leave a message"),
        ({"caller_name": ""}, "Enter the full name"),
        ({"days": ["sun"]}, "The clinic is closed then"),
        ({"phone": ""}, "Enter the phone number"),
        ({"contact_by": "email"}, "Enter the e-mail address to write to"),
        ({"days": None}, "Select at least one day or time that suits them"),
        ({"who_for": "child"}, "Select what they are to the patient"),
        ({"who_for": "other"}, "Enter the full name of the person who needs the visit"),
        ({"phone": "12"}, "10 digits"),
    ],
)
def test_the_rules_are_those_of_the_website_and_nothing_typed_is_lost(desk, missing, words):
    response = desk.post(FORM, said(**missing))
    assert response.status_code == 422
    assert words in html(response)
    kept = {**SAID, **missing}
    for name in ("phone", "caller_name", "access_needs", "note", "submission_key"):
        assert kept[name] in html(response), name
    assert not AppointmentRequest.objects.exists()


def test_a_database_that_refuses_loses_nothing_typed(desk, monkeypatch, caplog):
    def away(**_kwargs):
        raise DatabaseError("Failing row contains (Patience Quillfeather)")

    monkeypatch.setattr(desk_request, "enter_request", away)
    response = desk.post(FORM, said())
    assert response.status_code == 503
    assert "could not be saved" in html(response)
    assert "Tinglingfingers" in html(response)
    assert "Patience" not in caplog.text


def test_a_known_number_shows_its_requests_however_it_is_written(desk):
    closed = make_request(status=Status.DECLINED)
    still_open = make_request()
    make_request(phone="949-555-0143", phone_e164="+19495550143", full_name="Somebody Else")
    page = html(desk.post(FORM, said(phone="949.555.0142", caller_name="Pat", find="1")))
    assert page.index(still_open.reference) < page.index(closed.reference)
    assert "Mara Whitfield" in page
    assert "Somebody Else" not in page
    assert 'value="Pat"' in page
    assert "Tinglingfingers" in page
    assert AppointmentRequest.objects.count() == 3


def test_part_of_a_number_finds_nobody(desk):
    make_request()
    for typed in ("0142", "555 0142", "Mara Whitfield", "mara@patient.example", ""):
        assert "Mara Whitfield</bdi>" not in html(desk.post(FORM, said(phone=typed, find="1")))
    assert not any(record.shown for record in AccessRecord.objects.all())


def test_looking_a_number_up_is_recorded(desk, freya):
    appointment_request = make_request()
    desk.post(FORM, said(find="1"))
    record = AccessRecord.objects.get()
    assert (record.actor, record.action, record.shown) == (
        freya,
        AccessAction.SEARCH,
        [appointment_request.reference],
    )
    assert record.search_hash


def test_name_and_mail_of_an_earlier_request_are_taken_over(desk):
    earlier = make_request(
        who_for="child", guardian_name="Mo Whitfield", relationship="parent", child_age="5-11"
    )
    page = html(desk.post(FORM, said(caller_name="", who_for="self", use=str(earlier.pk))))
    for value in ("Mara Whitfield", "mara@patient.example", "Mo Whitfield"):
        assert f'value="{value}"' in page
    assert re.search(r'value="child"[^>]*checked', page)
    assert "Please ring the side door" not in page
    assert AppointmentRequest.objects.count() == 1


def test_nothing_is_taken_over_from_somebody_with_another_number(desk):
    other = make_request(phone="949-555-0143", phone_e164="+19495550143", full_name="Somebody Else")
    make_request()
    for forged in (str(other.pk), "1", "' or 1=1", ""):
        response = desk.post(FORM, said(use=forged))
        assert response.status_code == 200
        assert "Somebody Else" not in html(response)
        assert 'value="Patience Quillfeather"' in html(response)


def test_a_request_that_cannot_be_opened_is_still_shown_as_known(desk, settings):
    appointment_request = make_request()
    settings.PATIENT_DATA_KEYS = ["b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMDE="]
    page = html(desk.post(FORM, said(find="1")))
    assert appointment_request.reference in page
    assert 'name="use"' not in page


def test_the_reference_is_spelled_and_the_next_steps_are_at_hand(desk):
    page = html(desk.post(FORM, said(), follow=True))
    appointment_request = AppointmentRequest.objects.get()
    assert appointment_request.reference in page
    for address in (
        f"schedule/{appointment_request.pk}",
        f"attempt/{appointment_request.pk}",
        f"inspect/{appointment_request.pk}",
        "new",
    ):
        assert f'href="/admin/requests/{address}/"' in page
    assert not any(word in page for word in TYPED_WORDS)


def test_what_to_say_is_beside_the_form(desk, monkeypatch):
    monday = datetime(2026, 11, 2, 8, tzinfo=ZoneInfo("America/Los_Angeles"))
    monkeypatch.setattr(clock.CLOCK, "said", clock.Said.just_now(monday, good_for=60))
    page = html(desk.get(FORM))
    for words in ("Acupuncture Halls, this is Freya", "911", "does not book a visit", "Mon, Nov 2, 5:00 PM"):
        assert words in page


def test_a_shared_browser_offers_no_patients_answers_again(desk):
    form = DeskRequestForm(articles=[])
    assert all(field.widget.attrs["autocomplete"] == "off" for field in form.fields.values())


def test_no_answer_is_in_addresses_logs_or_sessions(desk, caplog):
    caplog.set_level(logging.DEBUG)
    desk.post(FORM, said(find="1"))
    desk.post(FORM, said(contact_by=None))
    page = desk.post(FORM, said(), follow=True)
    kept = caplog.text + str(page.redirect_chain)
    kept += str([session.get_decoded() for session in StaffSession.objects.all()])
    kept += str(list(AccessRecord.objects.values())) + str(list(AppointmentRequest.objects.values()))
    assert not any(word.casefold() in kept.casefold() for word in TYPED_WORDS)


def test_the_way_to_the_form_is_shown_to_the_desk_alone(desk):
    assert f'href="{FORM}"' in html(desk.get("/admin/requests/"))
    assert FORM in html(desk.get("/admin/"))
    assert FORM not in html(cast.signed_in(cast.make_ed()).get("/admin/"))
