"""A patient asks by the link to be called at another number: sealed, found by the desk, and shown to it."""

import logging
import re
from dataclasses import replace
from typing import Any

from django.db import DatabaseError
from django.test import Client

import pytest

from appointments.models import AppointmentRequest, RequestEvent
from appointments.models.event_payloads import OtherPhone
from appointments.notices.dispatch import deliver_next
from appointments.patient_link import path_for, token_of
from appointments.public.your_request import views
from appointments.services.decisions.patient_acts import MOST_OTHER_PHONES
from appointments.statuses import Status
from tests import cast
from tests.appointments.factories import make_request
from tests.appointments.patients import record_url
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]

OTHER = "(949) 555-0177 ext. 3"


def give(appointment_request: AppointmentRequest, phone: str = OTHER, **fields: Any) -> Any:
    return Client().post(path_for(appointment_request), {"act": "phone", "phone": phone, **fields})


def fresh(appointment_request: AppointmentRequest) -> AppointmentRequest:
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def text_of(response: Any) -> str:
    return response.content.decode()


def test_the_number_is_kept_beside_the_first_and_both_are_found():
    appointment_request = make_request(voicemail_ok=True)
    assert give(appointment_request).status_code == 302
    patient = fresh(appointment_request).patient
    assert (patient.phone, patient.phone_to_call) == ("(949) 555-0142", OTHER)
    for query in ("949 555 0142", "0142", "949 555 0177", "0177"):
        assert AppointmentRequest.objects.found_by(query).get() == appointment_request, query


def test_leave_to_speak_on_one_voicemail_is_none_for_another():
    appointment_request = make_request(voicemail_ok=True)
    give(appointment_request)
    assert not fresh(appointment_request).patient.may_leave_voicemail
    give(appointment_request, voicemail_ok="on")
    assert fresh(appointment_request).patient.may_leave_voicemail


def test_the_desk_is_told_without_the_number_and_sees_it_on_the_record(mailoutbox):
    make_details()
    appointment_request = make_request(phone="", phone_e164="", email="mara@patient.example")
    while deliver_next():
        pass
    mailoutbox.clear()
    give(appointment_request)
    event = RequestEvent.objects.get(kind="other_phone")
    assert (replace(event.payload, before=None), event.note) == (OtherPhone(), OTHER)
    while deliver_next():
        pass
    told = mailoutbox[0]
    assert len(mailoutbox) == 1
    assert (told.to, told.subject) == (
        ["front-desk@clinic.example"],
        "Appointment request: another phone number",
    )
    assert appointment_request.reference in told.body
    assert "0177" not in told.message().as_string()
    record = text_of(cast.signed_in(cast.make_freya()).get(record_url(appointment_request)))
    assert "Call this number instead" in record
    assert "tel:+19495550177" in record
    assert "Asked to be called at another number</strong>" in record
    assert "No voicemail" in record


def test_the_page_says_that_it_arrived_and_never_which_number():
    appointment_request = make_request()
    give(appointment_request)
    text = text_of(Client().get(path_for(appointment_request)))
    assert "You asked us to call another number" in text
    assert "0177" not in text


def test_giving_the_same_number_twice_keeps_it_once_and_says_nothing_about_the_first():
    appointment_request = make_request()
    assert give(appointment_request).status_code == give(appointment_request).status_code == 302
    assert len(fresh(appointment_request).patient.other_phones) == 1
    # The number of the form is answered as any other: a stranger with the link learns nothing.
    assert give(appointment_request, "(949) 555-0142").status_code == 302
    assert len(fresh(appointment_request).patient.other_phones) == 2


@pytest.mark.parametrize(
    ("phone", "says"),
    [
        ("", "Enter the phone number"),
        ("12", "Enter a phone number with 10 digits"),
        ("9" * 41, "Enter a phone number with 10 digits"),
        ("949 555 0177\r\nBcc: a@b.example", "Remove the line breaks"),
    ],
)
def test_a_number_that_cannot_be_called_is_explained_and_kept_in_the_field(phone, says):
    appointment_request = make_request()
    page = give(appointment_request, phone)
    text = text_of(page)
    assert page.status_code == 422
    assert re.search(r"<title>\s*Error:", text)
    assert text.count(says) == 2, "in the summary, and beside the field"
    assert re.search(r"<details class=\"act\"\s+open", text)
    assert page.context["form"]["phone"].value() == phone
    assert fresh(appointment_request).version == appointment_request.version


def test_a_record_keeps_a_few_numbers_and_then_asks_for_a_call():
    appointment_request = make_request()
    for number in range(MOST_OTHER_PHONES):
        assert give(appointment_request, f"949 555 010{number}").status_code == 302
    answer = give(appointment_request, "949 555 0199")
    assert answer.status_code == 409
    assert "Call us" in text_of(answer)
    assert len(fresh(appointment_request).patient.other_phones) == MOST_OTHER_PHONES


@pytest.mark.parametrize("status", [Status.QUARANTINED, Status.NEW, Status.CONTACTING, Status.SCHEDULED])
def test_every_open_request_takes_a_number_whatever_the_patient_saw(status):
    appointment_request = make_request(status=status)
    assert give(appointment_request).status_code == 302
    assert fresh(appointment_request).patient.phone_to_call == OTHER


def test_a_button_that_the_page_does_not_have_does_nothing():
    appointment_request = make_request()
    for act in ("", "delete", "WITHDRAW"):
        Client().post(path_for(appointment_request), {"act": act, "seen": "received"})
    assert (fresh(appointment_request).version, fresh(appointment_request).status) == (
        appointment_request.version,
        appointment_request.status,
    )


def test_without_the_key_a_request_can_be_withdrawn_but_no_number_is_promised(settings):
    appointment_request = make_request(consents={"contact": True, "email": True})
    settings.PATIENT_DATA_KEYS = ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
    page = give(appointment_request)
    assert page.status_code == 503
    assert settings.CLINIC_PHONE in text_of(page)
    Client().post(path_for(appointment_request), {"act": "withdraw", "seen": "received"})
    assert fresh(appointment_request).status == Status.WITHDRAWN


def test_with_the_database_away_the_phone_number_remains(settings, monkeypatch):
    def away(*_args: object) -> None:
        raise DatabaseError

    appointment_request = make_request()
    monkeypatch.setattr(views, "request_behind", away)
    for page in (Client().get(path_for(appointment_request)), give(appointment_request)):
        assert page.status_code == 503
        assert settings.CLINIC_PHONE in text_of(page)
        assert "no-store" in page["Cache-Control"]


def test_no_log_holds_the_number_or_the_link(caplog):
    caplog.set_level(logging.DEBUG)
    appointment_request = make_request()
    give(appointment_request)
    give(appointment_request, "0177")
    Client().put(path_for(appointment_request))
    Client(enforce_csrf_checks=True).post(path_for(appointment_request), {"act": "phone", "phone": OTHER})
    Client().get(path_for(appointment_request)[:-2] + "/")
    assert "your-request/-/" in caplog.text
    assert token_of(appointment_request)[:-1] not in caplog.text
    assert "0177" not in caplog.text
    assert appointment_request.reference not in caplog.text
