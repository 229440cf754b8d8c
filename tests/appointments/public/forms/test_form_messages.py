"""What the form says about a wrong answer: where, in which words, and with everything typed still there."""

import re
from html import unescape

import pytest

from appointments.models import AppointmentRequest
from tests.appointments.patients import FORM, answers, check, press, send, the_request
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


@pytest.fixture(autouse=True)
def hours(db: None) -> None:
    """Opening on weekdays from nine to five."""
    make_details()


SCOLDS = re.compile(r"\b(?:please|sorry|valid|invalid|required|forbidden|oops)\b", re.IGNORECASE)
CONTROL = "Remove the line breaks and special control characters from this answer"
EMAIL_FORMAT = "Enter an email address in the correct format, like name@example.com"
PHONE_FORMAT = "Enter a phone number with 10 digits, like 949 555 0123"
# What is changed in Pat's answers; the id that the summary leads to; the message.
CHILD, OTHER = {"who_for": "child", "full_name": "Wren", "child_age": "5-11"}, {"who_for": "other"}
CASES = [
    ({"who_for": None}, "who_for_0", "Select who the visit is for"),
    ({"caller_name": ""}, "caller_name", "Enter your full name"),
    ({**OTHER, "full_name": "Pat", "caller_name": ""}, "caller_name", "Enter your full name"),
    ({**OTHER, "full_name": ""}, "full_name", "Enter the name of the person who needs the visit"),
    ({**OTHER, "relationship": None}, "relationship_0", "Select who you are to them"),
    ({**CHILD, "relationship": None}, "relationship_0", "Select who you are to them"),
    ({**CHILD, "relationship": "daughter"}, "relationship_0", "Select who you are to them"),
    ({**CHILD, "child_age": None}, "child_age_0", "Select how old the child is"),
    ({"caller_name": "x" * 201}, "caller_name", "The name must be 200 characters or fewer"),
    ({"caller_name": "Pat\r\nBcc: x@y.example"}, "caller_name", CONTROL),
    ({"caller_name": "Pat\x00"}, "caller_name", CONTROL),
    ({"contact_by": None}, "contact_by_0", "Select how we should reach you"),
    ({"phone": "12"}, "phone", PHONE_FORMAT),
    ({"phone": "9" * 35}, "phone", PHONE_FORMAT),
    ({"phone": "+" + "9" * 200}, "phone", PHONE_FORMAT),
    ({"email": "a@x,b@y"}, "email", EMAIL_FORMAT),
    ({"email": f"{'x' * 250}@y.example"}, "email", EMAIL_FORMAT),
    ({"phone": "", "contact_by": "phone"}, "phone", "Enter a phone number so we can call you"),
    ({"phone": "", "contact_by": "either"}, "phone", "Enter a phone number so we can call you"),
    ({"email": "", "contact_by": "email"}, "email", "Enter an email address so we can write to you"),
    ({"email": "", "contact_by": "either"}, "email", "Enter an email address so we can write to you"),
    ({"voicemail_ok": None}, "voicemail_ok_0", "Select whether we may leave a message"),
    ({"days": None, "times": None}, "days_0", "Select at least one day or time that works for you"),
    ({"days": ["someday"]}, "days_0", "Choose one of the answers in the list"),
    ({"days": ["sun"]}, "days_0", "The clinic is closed then in the next weeks: Sunday. Choose another time"),
    (
        {"times": ["evening"]},
        "times_0",
        "The clinic is closed then in the next weeks: Evening. Choose another time",
    ),
    (
        {"call_times": ["evening"]},
        "call_times_0",
        "The clinic is closed then in the next weeks: Evening. Choose another time",
    ),
    ({"speaks": None}, "speaks_0", "Select a language"),
    ({"note": "x" * 501}, "note", "Your note must be 500 characters or fewer"),
    ({"note": "Pat\x0bsays"}, "note", CONTROL),
    ({"access_needs": "x" * 201}, "access_needs", "This answer must be 200 characters or fewer"),
    ({"topic": "forged"}, "topic", "Choose one of the answers in the list"),
]


@pytest.mark.parametrize(
    ("changes", "anchor", "message"), CASES, ids=[f"{case[1]}-{i}" for i, case in enumerate(CASES)]
)
def test_a_wrong_answer_is_explained_and_everything_is_kept(client, changes, anchor, message):
    page = check(client, **changes)
    text = unescape(page.content.decode())
    assert page.status_code == 422
    assert '<html lang="en">' in text
    assert re.search(r"<title>\s*Error:\s", text)
    summary = text[text.index('id="error-summary"') : text.index("<h1")]
    assert re.search(rf'href="#id_{anchor}">\s*{re.escape(message)}', summary), "a link in the summary"
    name = re.sub(r"_0$", "", anchor)
    beside = re.search(rf'id="id_{name}_error">(.*?)</p>', text, re.DOTALL)
    assert beside, "a message beside the field"
    assert message in beside.group(1)
    assert "Error:" in beside.group(1)
    assert f'id="id_{anchor}"' in text, "the link leads somewhere"
    assert f"id_{name}_error" in _describedby(text, name)
    assert 'aria-invalid="true"' in text
    form, typed = page.context["form"], answers(**changes)
    for field in set(page.context["screen"].inputs) & set(typed):
        assert form[field].value() in (typed[field], typed[field] == "on"), field
    said = " ".join(str(words) for messages in form.errors.values() for words in messages)
    assert not SCOLDS.search(said), said
    assert not AppointmentRequest.objects.exists()


def _describedby(text: str, name: str) -> str:
    """What describes the field: named on the control, or on the fieldset around its choices."""
    tags = re.findall(r"<(?:input|select|textarea|fieldset)[^>]*>", text)
    found = [tag for tag in tags if f'name="{name}"' in tag or f"id_{name}_" in tag]
    return " ".join(re.findall(r'aria-describedby="([^"]*)"', " ".join(found)))


def test_the_summary_lists_problems_in_the_order_of_the_questions(client):
    text = client.post(FORM, {"who_for": "child"}).content.decode()
    summary = text[text.index('id="error-summary"') : text.index("<h1")]
    fields = re.findall(r'href="#id_(\w+?)(?:_0)?"', summary)
    on_page = re.findall(r'id="id_(\w+)_error"', text)
    assert fields == on_page == ["caller_name", "relationship", "full_name", "child_age"]


@pytest.mark.parametrize(
    "name",
    ["María-José O'Brien Ñ.", "Nguyễn", "X", "李小龍", "محمد", "R2-D2", "<b>Bob</b>", "=cmd|' /C calc'!A0"],
)
def test_a_name_in_any_script_is_kept_as_typed(client, name):
    send(client, caller_name=name)
    assert the_request().patient.full_name == name


@pytest.mark.parametrize("phone", ["949 555 0123", "+44 20 7946 0000", "949.555.0123", "1 (949) 555-0123"])
def test_a_number_that_can_be_dialled_is_taken_even_if_unassigned(client, phone):
    send(client, phone=phone)
    assert the_request().patient.phone == phone


def test_text_that_turns_the_reading_direction_round_is_straightened(client):
    send(client, caller_name="Pat \u202eykcirt")
    assert the_request().patient.full_name == "Pat ykcirt"


@pytest.mark.parametrize(
    "note",
    ["a\r\n" * 249 + "yz", "👩‍⚕️" * 125, "e\u0301" * 500],
    ids=["line breaks", "emoji", "accents typed apart"],
)
def test_a_note_is_as_long_as_the_browser_says(client, note):
    assert check(client, note=note + "z").status_code == 422
    send(client, note=note)
    assert len(the_request().patient.note) == 500


def test_broken_utf8_comes_back_with_a_question(client):
    body = "&".join(f"{name}={value}" for name, value in answers(caller_name="%FF%FE", days="mon").items())
    page = client.post(FORM, body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 422
    assert "did not arrive as you typed them" in page.content.decode()


def test_a_wrong_answer_that_was_mended_is_sent(client):
    check(client, phone="12")
    assert press(client, check(client)).status_code == 200
    assert the_request()
