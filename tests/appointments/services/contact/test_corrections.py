"""What the desk knows better stands beside what the patient wrote, and is what is used from then on."""

from django.test import Client

import pytest

from appointments.models import AppointmentRequest
from appointments.notices.dispatch import deliver_next
from appointments.patient_data import PatientData, open_text, seal_text, unseal
from appointments.patient_link import path_for
from appointments.services.contact import corrections
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import address, take
from tests.appointments.factories import AGREED, make_request
from tests.appointments.patients import record_url
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def correct(client: Client, appointment_request: AppointmentRequest, **fields: object) -> AppointmentRequest:
    """Fill in the form as it opens, change ``fields``, send it, and see the request as it is then."""
    form = client.get(address("correct", appointment_request)).context["form"]
    known = {name: form[name].value() for name in form.fields if form[name].value()}
    reply = client.post(address("correct", appointment_request), {**known, **fields})
    assert reply.status_code == 302, reply.content.decode()
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def words_on(client: Client, appointment_request: AppointmentRequest) -> str:
    return " ".join(client.get(record_url(appointment_request)).content.decode().split())


def test_both_are_shown_and_the_patients_words_stay(desk):
    appointment_request = correct(desk, make_request(), phone="949-555-0166", full_name="Mara Whitefield")
    assert (appointment_request.patient.phone, appointment_request.patient.full_name) == (
        "(949) 555-0142",
        "Mara Whitfield",
    )
    html = words_on(desk, appointment_request)
    for said in ("Mara Whitefield", "Mara Whitfield", "tel:+19495550166", "(949) 555-0142"):
        assert said in html, said
    assert "Corrected by Freya Desk" in html
    assert "tel:+19495550142" not in html, "nobody calls the number that was wrong"
    assert "M. Whitefield" in desk.get("/admin/requests/").content.decode()


def test_the_desk_finds_the_patient_by_both(desk):
    appointment_request = correct(
        desk, make_request(), phone="949-555-0166", email="m@new.example", full_name="Noor Ha"
    )
    for query in ("0142", "0166", "mara@patient.example", "m@new.example", "whitf", "noor"):
        assert AppointmentRequest.objects.found_by(query).get() == appointment_request, query


def test_whom_to_ask_for_can_be_corrected_and_is_found(desk):
    appointment_request = make_request(who_for="child", guardian_name="Noor Haddad", relationship="parent")
    reply = take(desk, "correct", appointment_request, full_name="Mara Whitfield", guardian_name="")
    assert "A child’s parent or guardian has to be named" in reply.content.decode()
    appointment_request = correct(desk, appointment_request, guardian_name="Nura Al-Haddad")
    html = words_on(desk, appointment_request)
    assert "<dt>Ask for</dt> <dd> <bdi>Nura Al-Haddad</bdi>" in html
    assert "Noor Haddad" in html, "what was written stays"
    for query in ("noor", "nura"):
        assert AppointmentRequest.objects.found_by(query).get() == appointment_request, query


def test_whoever_asks_for_themselves_may_name_somebody_to_speak_with(desk):
    appointment_request = correct(desk, make_request(), guardian_name="Robin Whitfield")
    html = words_on(desk, appointment_request)
    assert "<dt>Ask for</dt> <dd> <bdi>Robin Whitfield</bdi>" in html
    assert "M. Whitfield" in desk.get("/admin/requests/").content.decode(), "the patient's own name is listed"
    appointment_request = correct(desk, appointment_request, guardian_name="")
    assert "<dt>Ask for</dt> <dd> <bdi>Mara Whitfield</bdi>" in words_on(desk, appointment_request)


def test_mail_goes_to_the_corrected_address(desk, mailoutbox):
    appointment_request = make_request(email="mara@wrong.example", consents=AGREED)
    correct(desk, appointment_request, email="mara@right.example")
    while deliver_next():
        pass
    assert [mail.to for mail in mailoutbox if "wrong.example" in str(mail.to)] == []
    assert ["mara@right.example"] in [mail.to for mail in mailoutbox]


def test_the_timeline_names_the_questions_and_no_answer(desk):
    appointment_request = correct(desk, make_request(), email="m@new.example", note="Spelled it")
    event = appointment_request.events.last()
    assert (event.kind, event.payload.fields, event.note) == (
        "corrected",
        ("email", "mail_ok"),
        "Spelled it",
    )
    assert "Corrected a detail</strong>: E-mail" in words_on(desk, appointment_request)


def test_another_number_needs_leave_of_its_own(freya):
    appointment_request = make_request(voicemail_ok=True)
    corrections.correct(
        appointment_request_id=appointment_request.pk,
        version=1,
        actor=freya,
        answers={"phone": "949-555-0166"},
    )
    appointment_request = AppointmentRequest.objects.get(pk=appointment_request.pk)
    assert (appointment_request.patient.phone_to_call, appointment_request.patient.may_leave_voicemail) == (
        "949-555-0166",
        False,
    )


def test_a_number_that_the_patient_gives_later_counts_more(desk):
    appointment_request = correct(desk, make_request(), phone="949-555-0166", voicemail_ok="yes")
    assert appointment_request.patient.may_leave_voicemail
    Client().post(path_for(appointment_request), {"act": "phone", "phone": "949-555-0177"})
    appointment_request = AppointmentRequest.objects.get(pk=appointment_request.pk)
    assert (appointment_request.patient.phone_to_call, appointment_request.patient.may_leave_voicemail) == (
        "949-555-0177",
        False,
    )
    appointment_request = correct(desk, appointment_request, phone="949-555-0188")
    assert appointment_request.patient.phone_to_call == "949-555-0188"
    assert "Call this number instead" not in words_on(desk, appointment_request)


def test_the_inbox_and_the_call_follow_language_and_times(desk):
    appointment_request = correct(desk, make_request(), speaks="es", call_times=["evening"])
    listed = " ".join(desk.get("/admin/requests/").content.decode().split())
    assert "Call: evening" in listed
    assert '<span class="desk-speaks">Spanish</span>' in listed
    assert "<strong>Spanish</strong>" in words_on(desk, appointment_request)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Nothing is different"),
        ({"phone": "12"}, "Enter a phone number with 10 digits"),
        ({"phone": ""}, "needed for how they want to be reached"),
        ({"contact_by": "email", "email": ""}, "needed for how they want to be reached"),
        ({"email": "mara@"}, "Enter an email address in the correct format"),
        ({"full_name": "a\x00b"}, "control characters"),
        ({"full_name": "x" * 201}, "at most 200"),
    ],
)
def test_bad_corrections_change_nothing(desk, fields, says):
    appointment_request = make_request(consents=AGREED)
    same = {"full_name": "Mara Whitfield"}
    reply = (
        take(desk, "correct", appointment_request, **same, **fields)
        if "full_name" not in fields
        else take(desk, "correct", appointment_request, **fields)
    )
    assert reply.status_code == 422
    assert says in reply.content.decode()
    assert AppointmentRequest.objects.get(pk=appointment_request.pk).patient.corrections == []


def test_what_was_sealed_before_there_were_corrections_still_opens():
    appointment_request = make_request()
    old = open_text(appointment_request.pk, appointment_request.patient_data).replace(
        '"corrections": [], ', ""
    )
    assert "corrections" not in old
    opened = unseal(appointment_request.pk, seal_text(appointment_request.pk, old))
    assert isinstance(opened, PatientData)
    assert opened.corrections == []


def test_what_cannot_be_opened_cannot_be_corrected(desk):
    appointment_request = make_request()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(patient_data=b"not sealed by us")
    assert desk.get(address("correct", appointment_request)).status_code == 200
    reply = take(desk, "correct", appointment_request)
    assert reply.status_code == 422
    assert "cannot be opened" in reply.content.decode()


def test_a_request_typed_later_takes_over_the_corrected_name(desk):
    appointment_request = correct(desk, make_request(), full_name="Mara Whitefield", email="m@new.example")
    page = desk.post("/admin/requests/new/", {"phone": "949-555-0142", "use": str(appointment_request.pk)})
    assert page.context["form"]["caller_name"].value() == "Mara Whitefield"
    assert page.context["form"]["email"].value() == "m@new.example"
