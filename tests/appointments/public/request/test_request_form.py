"""A patient fills in the form and sends it: what is stored, and that twice the same is one request."""

import re
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client

import pytest

from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.public.forms.request import AppointmentRequestForm
from appointments.services.decisions.decisions import withdraw
from tests import cast
from tests.appointments.patients import (
    FORM,
    answers,
    carried_on,
    check,
    fill_in,
    press,
    send,
    shown_reference,
    the_request,
)
from tests.factories import (
    make_care_card,
    make_claim,
    make_condition,
    make_practitioner,
    make_verified_source,
)
from tests.queries import at_most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


def test_a_request_is_stored_with_its_event_and_notices(client):
    page = send(client)
    appointment_request = the_request()
    assert shown_reference(page) == appointment_request.reference
    assert [event.kind for event in appointment_request.events.all()] == ["received"]
    assert sorted(appointment_request.notices.values_list("channel", flat=True)) == [
        "desk_email",
        "patient_email",
    ]
    assert appointment_request.patient.full_name == "Patience Quillfeather"
    assert appointment_request.patient.phone == "(949) 555-0142 ext. 7", "the phone is kept as typed"
    assert appointment_request.patient.note == "Tinglingfingers since\nSeptember"


def test_everything_that_is_asked_reaches_the_desk(client):
    make_practitioner(languages="English, Spanish")
    send(
        client,
        who_for="child",
        full_name="Wren",
        child_age="5-11",
        caller_name="Robin Quillfeather",
        relationship="guardian",
        voicemail_ok="yes",
        call_times=["midday", "afternoon"],
        speaks="es",
        visited_before="yes",
        topic="in_person",
    )
    patient = the_request().patient
    assert (patient.who_for, patient.full_name, patient.child_age) == ("child", "Wren", "5-11")
    assert (patient.guardian_name, patient.relationship) == ("Robin Quillfeather", "guardian")
    assert patient.voicemail_ok is True
    assert patient.call_times == ["midday", "afternoon"]
    assert (patient.speaks, patient.visited_before, patient.topic) == ("es", "yes", "in_person")
    assert patient.consents == {"contact": True, "phone": True, "email": True}
    assert the_request().consent_version


def test_nothing_about_contact_is_chosen_beforehand(client):
    page = fill_in(client, "who")
    for name in ("contact_by", "voicemail_ok"):
        assert _asked(page, name)
        assert "checked" not in _asked(page, name)


def test_what_was_typed_for_somebody_else_is_not_kept_for_oneself(client):
    send(client, who_for="self", full_name="Robin", relationship="parent", child_age="0-4")
    patient = the_request().patient
    assert (patient.full_name, patient.guardian_name) == ("Patience Quillfeather", "")
    assert (patient.relationship, patient.child_age) == ("", "")


def test_a_daughter_asks_for_her_parent_and_no_child_comes_up(client):
    send(client, who_for="other", caller_name="Robin", full_name="Pat", relationship="daughter")
    patient = the_request().patient
    assert (patient.person_to_ask_for, patient.full_name, patient.relationship) == (
        "Robin",
        "Pat",
        "daughter",
    )
    assert patient.child_age == ""


def test_the_browser_offers_the_name_of_whoever_types_for_nobody_else(client):
    page = client.get(FORM)
    assert 'autocomplete="name"' in _asked(page, "caller_name")
    assert 'autocomplete="off"' in _asked(page, "full_name")
    text = page.content.decode()
    assert text.index('id="id_caller_name"') < text.index('id="id_full_name"')


@pytest.mark.parametrize(
    ("contact_by", "kept", "mailed"),
    [
        ("phone", ("phone", True, False, "(949) 555-0142 ext. 7", ""), False),
        ("email", ("email", False, True, "", "patience@quillfeather.example"), True),
        ("either", ("phone", True, True, "(949) 555-0142 ext. 7", "patience@quillfeather.example"), True),
    ],
)
def test_the_chosen_way_is_the_consent_to_it_and_to_no_other(client, contact_by, kept, mailed):
    send(client, contact_by=contact_by, voicemail_ok="yes")
    patient = the_request().patient
    agreed = patient.consents["phone"], patient.consents["email"]
    assert (patient.contact_by, *agreed, patient.phone, patient.email) == kept
    assert patient.may_leave_voicemail is (contact_by != "email")
    assert the_request().notices.filter(channel="patient_email").exists() is mailed


def test_a_request_says_received_and_not_booked(client):
    text = send(client).content.decode()
    assert "received" in text
    assert "not booked" in text
    assert "confirmed" not in text


def test_the_same_submission_again_shows_the_same_reference(client):
    page = check(client)
    first, second, again = press(client, page), press(client, page), send(client)
    assert shown_reference(first) == shown_reference(second) == shown_reference(again)
    assert AppointmentRequest.objects.count() == 1
    assert Notice.objects.count() == 2


def test_back_to_a_fresh_form_and_sent_again_is_still_one_request(client):
    """Going back asks for the form anew; the browser puts the answers back, but not the hidden key."""
    keys = {_key(client.get(FORM)), _key(client.get(FORM))}
    assert len(keys) == 1
    assert keys != {_key(Client().get(FORM))}, "another browser is another patient"


def test_what_was_withdrawn_can_be_asked_for_again(client):
    page = check(client)
    withdrawn = shown_reference(press(client, page))
    appointment_request = the_request()
    withdraw(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=cast.make_freya(),
    )
    anew = shown_reference(press(client, page))
    assert anew != withdrawn
    assert shown_reference(press(client, page)) == anew
    assert AppointmentRequest.objects.count() == 2


def test_an_edited_answer_sent_with_the_same_form_is_not_lost(client):
    send(client)
    send(client, note="I can also come on Fridays")
    assert AppointmentRequest.objects.count() == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_submission_five_times_at_once_makes_one_request(client):
    page = check(client)

    def press_at_once() -> str:
        try:
            return shown_reference(press(Client(), page))
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as presses:
        references = {future.result() for future in [presses.submit(press_at_once) for _ in range(5)]}
    assert references == {the_request().reference}
    assert RequestEvent.objects.count() == 1
    assert Notice.objects.count() == 2


def test_fields_that_the_form_does_not_have_change_nothing(client):
    forged = {"status": "scheduled", "reference": "AAAAAAAA", "assigned_to": "1", "priority": "1"}
    press(client, check(client, **forged), **forged)
    appointment_request = the_request()
    assert (
        appointment_request.status,
        appointment_request.version,
        appointment_request.assigned_to,
        appointment_request.priority,
    ) == ("new", 1, None, 3)
    assert appointment_request.reference != "AAAAAAAA"


@pytest.mark.parametrize("slug", ["no-such-article", "../../etc/passwd", "<script>", "x" * 5000, "%00"])
def test_a_forged_article_is_no_article(client, slug):
    assert client.get(FORM, {"article": slug}).status_code in (200, 400)
    if slug != "%00":
        send(client, article=slug)
        assert the_request().article is None


@pytest.mark.parametrize("key", ["", "\x00", "x" * 5000, "<script>"])
def test_a_forged_form_key_loses_nothing(client, key):
    send(client, submission_key=key)
    assert the_request().patient.full_name == "Patience Quillfeather"


def test_nothing_is_written_by_looking(client):
    assert client.get(FORM).status_code == 200
    assert client.head(FORM).status_code == 200
    assert client.put(FORM).status_code == 405
    assert not AppointmentRequest.objects.exists()


def test_no_page_of_the_form_is_cached(client):
    for page in (client.get(FORM), client.post(FORM, {}), fill_in(client, "who"), check(client)):
        assert "no-store" in page["Cache-Control"]


def test_the_form_opened_from_an_article_knows_it(client, condition):
    page = client.get(FORM, {"article": condition.slug})
    assert f"<strong>{condition.title}</strong>" in page.content.decode()
    opened = fill_in(client, "reach", fill_in(client, "who", article=condition.slug))
    assert opened.context["form"]["topic"].value() == condition.slug
    send(client, article=condition.slug)
    appointment_request = the_request()
    assert appointment_request.article == condition
    assert appointment_request.article_title == condition.title


def test_the_article_is_forgotten_on_demand_and_nothing_else(client, condition):
    page = check(client, article=condition.slug, forget_article="on")
    assert "Not told to the clinic" in page.content.decode()
    press(client, page)
    appointment_request = the_request()
    assert appointment_request.article is None
    assert appointment_request.article_title == ""
    assert appointment_request.patient.full_name == "Patience Quillfeather"


def test_emergencies_stand_before_the_first_question_of_every_screen(client):
    pages = [client.get(FORM), client.post(FORM), fill_in(client, "who")]
    pages += [fill_in(client, "reach", pages[-1]), check(client)]
    for page in pages:
        text = page.content.decode()
        first = re.search(r'id="id_\w+"|<dl', text).start()
        assert text.index('href="tel:911"') < text.index('href="tel:988"') < first


def test_the_screens_ask_the_database_four_times_and_sending_six(client):
    claim = make_claim(sources=[make_verified_source()])
    make_condition(slug="read", body=[claim, make_care_card()])
    client.get(FORM)
    with at_most_queries(4):
        client.get(FORM, {"article": "read"})
    page = None
    for screen in ("who", "reach", "when"):
        # One more than the form's page: who works here, and what they speak.
        with at_most_queries(5):
            page = fill_in(client, screen, page, article="read", topic="read")
    # The test's own transaction turns BEGIN, which nobody counts, into savepoints.
    with at_most_queries(6):
        client.post(FORM, {"answers": carried_on(page), "step": "send"}, REMOTE_ADDR="203.0.113.9")
    assert the_request()


def _asked(page: object, name: str) -> str:
    """The controls of one question, as the browser gets them."""
    return " ".join(re.findall(rf'<input[^>]*name="{name}"[^>]*>', page.content.decode()))


def _key(page: object) -> str:
    return re.search(r'name="submission_key" value="(\w+)"', page.content.decode()).group(1)


def test_the_answers_of_the_tests_are_those_that_the_form_asks_for():
    assert set(answers()) <= set(AppointmentRequestForm.base_fields)
