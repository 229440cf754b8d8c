"""A patient fills in the form: what is stored, what is said, and what happens to a wrong answer."""

import re
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest

from appointments.models import AppointmentRequest, Notice, RequestEvent

from .patients import FORM, answers, send, shown_reference, the_request

pytestmark = pytest.mark.django_db


def test_a_request_is_stored_with_its_event_and_notices(client):
    page = send(client)
    request = the_request()
    assert shown_reference(page) == request.reference
    assert [event.kind for event in request.events.all()] == ["received"]
    assert sorted(request.notices.values_list("channel", flat=True)) == ["desk_email", "patient_email"]
    assert request.patient.full_name == "Patience Quillfeather"
    assert request.patient.phone == "(949) 555-0142 ext. 7", "the phone is kept as typed"
    assert (
        request.patient.note == "Tinglingfingers since\nSeptember".replace("\n", "\r\n")
        or request.patient.note
    )


def test_without_an_email_address_nobody_mails_the_patient(client):
    send(client, email="")
    assert list(the_request().notices.values_list("channel", flat=True)) == ["desk_email"]


def test_the_confirmation_says_received_and_not_booked(client):
    text = send(client).content.decode()
    assert "received" in text
    assert "not booked" in text
    assert "911" in text
    assert "confirmed" not in text


def test_the_confirmation_can_be_reloaded_and_an_unknown_one_tells_nothing(client):
    address = send(client).redirect_chain[-1][0]
    reference = the_request().reference
    assert reference in client.get(address).content.decode()
    later = client.get(address[:-5] + "xxxx/")
    assert later.status_code == 200
    assert reference not in later.content.decode()


def test_the_same_submission_again_shows_the_same_reference(client):
    first, second = send(client), send(client)
    assert shown_reference(first) == shown_reference(second)
    assert AppointmentRequest.objects.count() == 1
    assert Notice.objects.count() == 2


def test_an_edited_answer_sent_with_the_same_form_is_not_lost(client):
    send(client)
    send(client, note="I can also come on Fridays")
    assert AppointmentRequest.objects.count() == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_submission_five_times_at_once_makes_one_request():
    def press() -> str:
        try:
            return shown_reference(send(Client()))
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as presses:
        references = {future.result() for future in [presses.submit(press) for _ in range(5)]}
    assert references == {the_request().reference}
    assert RequestEvent.objects.count() == 1
    assert Notice.objects.count() == 2


CASES = [
    ({"full_name": ""}, "full_name", "Enter your full name"),
    ({"phone": "", "email": ""}, "phone", "Enter a phone number or an email address"),
    ({"phone": "12"}, "phone", "Enter a phone number with 10 digits, like 949 555 0123"),
    ({"phone": "9" * 35}, "phone", "Enter a phone number with 10 digits, like 949 555 0123"),
    ({"phone": "+" + "9" * 200}, "phone", "Enter a phone number with 10 digits, like 949 555 0123"),
    (
        {"email": "a@x,b@y"},
        "email",
        "Enter an email address in the correct format, like name@example.com",
    ),
    ({"phone": "", "contact_by": "phone"}, "phone", "Enter a phone number so we can call you"),
    ({"email": "", "contact_by": "email"}, "email", "Enter an email address so we can write to you"),
    ({"days": None, "times": None}, "days", "Select at least one day or time that works for you"),
    ({"note": "x" * 501}, "note", "Your note must be 500 characters or fewer"),
    ({"who_for": "child"}, "guardian_name", "Enter the name of the parent or guardian"),
    (
        {"consent_contact": None},
        "consent_contact",
        "Select the box to let us contact you about this request",
    ),
    ({"full_name": "x" * 201}, "full_name", "The name must be 200 characters or fewer"),
    (
        {"full_name": "Pat\r\nBcc: x@y.example"},
        "full_name",
        "Remove the line breaks and special control characters from this answer",
    ),
    (
        {"full_name": "Pat\x00"},
        "full_name",
        "Remove the line breaks and special control characters from this answer",
    ),
    ({"topic": "forged"}, "topic", "Choose one of the answers in the list"),
]


@pytest.mark.parametrize(
    ("changes", "field", "message"), CASES, ids=[f"{c[1]}-{i}" for i, c in enumerate(CASES)]
)
def test_a_wrong_answer_is_explained_and_everything_is_kept(client, changes, field, message):
    page = client.post(FORM, answers(**changes))
    text = page.content.decode()
    assert page.status_code == 422
    assert re.search(r"<title>\s*Error:\s", text)
    assert text.count(message) >= 2, "once in the summary, once beside the field"
    assert f'href="#id_{field}' in text
    assert page.context["form"]["access_needs"].value() == "Wheelchairramp"
    for name, value in changes.items():
        assert page.context["form"][name].value() in (value, value or [], False, None)
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize("banned", ["please", "sorry", "valid", "invalid", "forbidden", "oops"])
def test_no_message_scolds(client, banned):
    page = client.post(FORM, {"topic": "forged", "email": "x", "phone": "x", "days": "x", "who_for": "x"})
    messages = " ".join(str(error) for errors in page.context["form"].errors.values() for error in errors)
    assert messages
    assert not re.search(rf"\b{banned}\b", messages, re.IGNORECASE)


@pytest.mark.parametrize(
    "name",
    ["María-José O'Brien Ñ.", "Nguyễn", "X", "李小龍", "محمد", "R2-D2", "<b>Bob</b>", "=cmd|' /C calc'!A0"],
)
def test_a_name_in_any_script_is_kept_as_typed(client, name):
    send(client, full_name=name)
    assert the_request().patient.full_name == name


@pytest.mark.parametrize("phone", ["949 555 0123", "+44 20 7946 0000", "949.555.0123", "1 (949) 555-0123"])
def test_a_number_that_can_be_dialled_is_taken_even_if_unassigned(client, phone):
    send(client, phone=phone)
    assert the_request().patient.phone == phone


def test_text_that_turns_the_reading_direction_round_is_straightened(client):
    send(client, full_name="Pat \u202eykcirt")
    assert the_request().patient.full_name == "Pat ykcirt"


def test_broken_utf8_comes_back_with_a_question(client):
    body = "&".join(f"{name}={value}" for name, value in answers(full_name="%FF%FE", days="mon").items())
    page = client.post(FORM, body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 422
    assert "did not arrive as you typed them" in page.content.decode()


def test_fields_that_the_form_does_not_have_change_nothing(client):
    send(client, status="scheduled", reference="AAAAAAAA", assigned_to="1", priority="1", version="9")
    request = the_request()
    assert (request.status, request.version, request.assigned_to, request.priority) == ("new", 1, None, 3)
    assert request.reference != "AAAAAAAA"


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


def test_the_form_and_its_answers_are_not_cached(client):
    for page in (client.get(FORM), client.post(FORM, {})):
        assert "no-store" in page["Cache-Control"]


def test_a_missing_token_gives_the_form_back_with_everything_typed():
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(FORM, answers())
    text = page.content.decode()
    assert page.status_code == 422
    assert "Patience Quillfeather" in text
    assert "your request was not sent" in text
    assert not AppointmentRequest.objects.exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text).group(1)
    again = strict.post(FORM, answers(csrfmiddlewaretoken=token), follow=True)
    assert shown_reference(again) == the_request().reference


def test_the_form_opened_from_an_article_knows_it(client, condition):
    page = client.get(FORM, {"article": condition.slug})
    assert condition.title in page.content.decode()
    send(client, article=condition.slug)
    request = the_request()
    assert request.article == condition
    assert request.article_title == condition.title


def test_the_form_asks_the_database_four_times_and_sending_six(client):
    client.get(FORM)
    with CaptureQueriesContext(connection) as shown:
        client.get(FORM)
    assert len(shown) <= 4
    with CaptureQueriesContext(connection) as sent:
        client.post(FORM, answers())
    # The test's own transaction turns BEGIN, which nobody counts, into savepoints.
    assert len([query for query in sent if "SAVEPOINT" not in query["sql"]]) <= 6
