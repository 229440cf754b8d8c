"""What no patient types: odd characters, markup, too much of everything; through the check to the desk."""

import unicodedata
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.html import escape

import pytest

from appointments.models import AppointmentRequest, Notice
from appointments.public.forms.request import AppointmentRequestForm
from appointments.public.forms.screens import SCREENS
from clinic.http.limits import MOST_BYTES, MOST_FIELDS
from tests.appointments.patients import (
    FORM,
    answers,
    check,
    fill_in,
    go_on,
    is_check,
    press,
    send,
    the_request,
)
from tests.appointments.working import send_what_is_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
URLENCODED = "application/x-www-form-urlencoded"
TYPED = ("caller_name", "full_name", "phone", "email", "access_needs", "note")
SINGLE_LINES = ("caller_name", "full_name", "phone", "email")
EVERY_FIELD = tuple(AppointmentRequestForm.base_fields)


def post_body(client: Client, body: str, content_type: str = URLENCODED) -> Any:
    return client.generic("POST", FORM, body, content_type=content_type)


def wrong_in(client: Client, **typed: Any) -> set[str]:
    """The questions with an error, each screen filled in on its own."""
    first = fill_in(client, "who", **typed)
    second = fill_in(client, "reach", fill_in(client, "who"), **typed)
    third = fill_in(client, "when", fill_in(client, "reach", fill_in(client, "who")), **typed)
    wrong = [page for page in (first, second, third) if not is_check(page)]
    return {name for page in wrong for name in page.context["form"].errors}


@pytest.mark.parametrize("value", ["\x00", "sciatica\x00"])
def test_a_nul_in_any_field_is_no_crash_and_loses_no_request(client, condition, value):
    for name in (*EVERY_FIELD, "answers", "step", "csrfmiddlewaretoken", "a\x00b"):
        known = {"who_for": "other", "full_name": "Pat", "submission_key": token_hex(16)}
        page = check(client, **{**known, name: value})
        assert page.status_code in (200, 422), name
        if is_check(page):
            stored = AppointmentRequest.objects.count()
            assert press(client, page).status_code == 200, name
            assert AppointmentRequest.objects.count() == stored + 1, name
    assert AppointmentRequest.objects.exists()
    assert not [one for one in AppointmentRequest.objects.all() if "\x00" in str(one.patient)]


def with_control(name: str, control: str) -> str:
    """Something for a single line that would be right without the character."""
    known = {"phone": f"949 555{control}0142", "email": f"pat{control}@x.example"}
    return known.get(name, f"Pat{control}Bcc: x@y.example")


def test_a_single_line_takes_no_control_character(client):
    for name in SINGLE_LINES:
        for control in "\r\n\t\v\f\x1b\x7f\x85\u2028\u2029\x1c":
            with pytest.raises(ValidationError):
                AppointmentRequestForm.base_fields[name].clean(with_control(name, control))
    typed = {name: with_control(name, "\n") for name in SINGLE_LINES}
    assert wrong_in(client, who_for="other", **typed) == set(SINGLE_LINES)


def test_lines_take_line_breaks_and_no_other_control_character(client):
    fields = ("access_needs", "note")
    for control in "\v\f\x1b\x7f\x85\u2028\u2029\x00":
        page = check(client, **dict.fromkeys(fields, f"a{control}b"))
        assert page.status_code == 422, ascii(control)
        assert set(page.context["form"].errors) == set(fields), ascii(control)
    send(client, **dict.fromkeys(fields, "one\r\ntwo\tthree\rfour"))
    patient = the_request().patient
    assert patient.access_needs == patient.note == "one\ntwo\tthree\nfour"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zoe\u0308", "Zo\u00eb"),
        ("Pat\u200b\u2060\ufeff\u00ad Q", "Pat Q"),
        ("Pat \u2066\u202eQ\u2069", "Pat Q"),
        ("Pat\U000e0041\U000e007f", "Pat"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("\U0001f469\u200d\u2695\ufe0f", "\U0001f469\u200d\u2695\ufe0f"),
        ("Pat\u00a0Q", "Pat\u00a0Q"),
        ("\u00a0\u3000Pat\u200d ", "Pat"),
        ("a" + "\u0300" * 150, unicodedata.normalize("NFC", "a" + "\u0300" * 150)),
    ],
    ids=lambda text: ascii(text)[:24],
)
def test_text_is_kept_composed_and_without_what_nobody_sees(client, typed, kept):
    send(client, who_for="other", full_name=typed, note=typed)
    assert the_request().patient.full_name == kept
    assert the_request().patient.note == kept


def test_a_name_that_nobody_can_see_is_none(client):
    for unseen in ("\u200d", "\u200c\u200d", " \u200b ", "\u202e", "\ufeff", "\u3000", "\u00a0\u200d"):
        page = check(client, caller_name=unseen)
        assert page.context["form"].errors["caller_name"] == ["Enter your full name"], ascii(unseen)


@pytest.mark.parametrize("length", [1_000, 9_000])
def test_too_long_is_said_with_the_text_kept(client, length):
    # Each has digits of its own, so that none is found in another's place.
    typed = {field: f"{number}" * length for number, field in enumerate(TYPED, 1)}
    assert wrong_in(client, who_for="other", **typed) == set(TYPED)
    page = fill_in(client, "who", who_for="other", **typed)
    assert typed["caller_name"] in page.content.decode()


@pytest.mark.parametrize(
    "typed", ['"><svg onload=alert(1)>', "</textarea><b>x", "{{77777*33333}}{% debug %}"]
)
def test_markup_is_inert_wherever_it_is_shown_again(client, typed):
    strict = Client(enforce_csrf_checks=True)
    # All at once, and alone those with which the form goes on to the page that reads the answers back.
    for fields in (TYPED, ["caller_name"], ["access_needs"], ["note"]):
        filled = {"who_for": "other", "full_name": "Pat", **{field: f"{field} {typed}" for field in fields}}
        for page in (
            check(client, **filled),
            check(client, **filled, days=["forged"]),
            strict.post(FORM, answers(**filled)),
        ):
            html = page.content.decode()
            assert page.status_code in (200, 422)
            assert not [tag for tag in ("<svg onload", "<b>", "2592540741") if tag in html]
            wrong = [page.context["screen"]] if page.status_code == 422 else []
            screens = SCREENS if is_check(page) else wrong
            here = {name for screen in screens for name in screen.inputs}
            shown = {field for field in fields if f"{field} {escape(typed)}" in html}
            assert shown == here & set(fields)


@pytest.mark.parametrize(
    "email",
    [
        "a@x.example,b@y.example",
        "a@x.example\r\nBcc: b@y.example",
        "Pat <a@x.example>",
        "a@x.example;b@y.example",
        "<a@x.example>",
        "a@x.example%0aBcc:b@y.example",
        '"a b"@x.example',
        "a@b\u00fccher.example",
        "\u0430dmin@x.example",
        "a@x.example?cc=b@y.example",
        "a@[127.0.0.1]",
        "-oQ/tmp@x.example",
    ],
)
def test_mail_goes_to_the_one_address_that_was_typed_or_it_is_asked_again(client, mailoutbox, email):
    page = check(client, email=email)
    if page.status_code == 422:
        assert list(page.context["form"].errors) == ["email"]
        return
    press(client, page)
    send_what_is_due()
    assert not Notice.objects.exclude(state="sent").exists()
    # One that stands in brackets is the address alone.
    address = email.removeprefix("Pat ").strip("<>")
    assert [message.recipients() for message in mailoutbox if "front-desk" not in message.to[0]] == [
        [address]
    ]
    for message in mailoutbox:
        assert not message.cc + message.bcc + message.reply_to
        assert not [value for value in message.extra_headers.values() if "\n" in value]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("caller_name=First&caller_name=Last", "Last"),
        ("caller_name=First&caller_name[]=Second&caller_name.x=Third", "First"),
        ("caller_name=First&CALLER_NAME=Second&%63aller_name=Last", "Last"),
    ],
)
def test_of_a_repeated_field_the_last_counts(client, body, name):
    rest = urlencode(answers(caller_name=None), doseq=True)
    press(client, go_on(client, post_body(client, f"{rest}&{body}")))
    assert the_request().patient.full_name == name


def test_answers_in_the_address_count_for_nothing(client):
    query = urlencode({"caller_name": "From the address", "note": "From the address"})
    assert "From the address" not in client.get(f"{FORM}?{query}").content.decode()
    page = client.post(f"{FORM}?{query}&step=send", answers(note=None))
    assert "From the address" not in page.content.decode()
    assert not AppointmentRequest.objects.exists()


def test_beside_the_signed_answers_typed_ones_count_for_nothing(client):
    press(client, check(client), caller_name="Somebody Else", phone="949 555 0199")
    assert the_request().patient.full_name == "Patience Quillfeather"
    assert the_request().patient.consents["contact"]


@pytest.mark.parametrize("form", ["a field each", "one field again and again"])
def test_more_fields_than_any_form_has_are_refused_and_every_box_ticked_is_not(client, form):
    every_box = {
        "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "any"],
        "times": ["morning", "midday", "afternoon", "evening"],
        "call_times": ["morning", "midday", "afternoon", "evening"],
        "who_for": "child",
        "full_name": "Robin",
        "relationship": "parent",
        "child_age": "5-11",
    }
    body = urlencode(answers(**every_box), doseq=True)
    assert post_body(client, body).status_code == 200
    more = range(MOST_FIELDS + 1 - body.count("&") - 1)
    sent = body + "".join(f"&x{n if form == 'a field each' else ''}=1" for n in more)
    refused = post_body(client, sent)
    assert refused.status_code == 400
    assert "tel:" in refused.content.decode()
    assert post_body(client, sent.rpartition("&")[0]).status_code == 200


@pytest.mark.parametrize("path", [FORM, "/search/", "/", "/appointments/your-request/x/"])
def test_more_than_anybody_types_is_answered_with_the_phone_number(client, condition, path):
    for size in (MOST_BYTES, 3_000_000):
        page = client.generic("POST", path, "note=" + "x" * size, content_type=URLENCODED)
        assert page.status_code == 413
        assert "tel:" in page.content.decode()
    assert not AppointmentRequest.objects.exists()


def test_a_file_is_left_out_and_the_answers_beside_it_arrive(client, monkeypatch):
    def kept(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a file was kept")

    monkeypatch.setattr("django.core.files.uploadhandler.MemoryFileUploadHandler.new_file", kept)
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler.new_file", kept)
    parts = "".join(
        _part(f'name="{name}"', value) for name, value in answers(days="mon", times="morning").items()
    )
    scan = _part('name="note2"; filename="../scan\x00.pdf"', "%PDF" + "x" * 30_000)
    page = client.generic(
        "POST", FORM, f"{parts}{scan}--edge--\r\n", content_type="multipart/form-data; boundary=edge"
    )
    assert page.status_code == 200
    press(client, go_on(client, page))
    assert the_request().patient.full_name == "Patience Quillfeather"


def _part(disposition: str, value: str) -> str:
    return f"--edge\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{value}\r\n"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", "x"),
        ("multipart/form-data; boundary=", "x"),
        ("multipart/form-data; boundary=edge", "--edge"),
        ("multipart/form-data; boundary=edge", "--edge\r\n" * 900),
        ("multipart/form-data; boundary=edge", _part("name*=hex''6162", "x") + "--edge--"),
        ("multipart/form-data; boundary=edge", _part("name*=nonsense''ab", "x") + "--edge--"),
        (
            "multipart/form-data; boundary=edge",
            _part('name="x"\r\nContent-Transfer-Encoding: base64', "%") + "--edge--",
        ),
        ("multipart/mixed; boundary=edge", _part('name="full_name"', "Pat") + "--edge--"),
        ("application/json", '{"full_name": "Pat"}'),
        ("text/plain", "full_name=Pat"),
        ("", "full_name=Pat"),
        ("; ; ;", "full_name=Pat"),
        (URLENCODED, "%"),
        (URLENCODED, "&&&===&;"),
        (URLENCODED, "%FF%FE=%ED%A0%80&%C0%AF"),
    ],
)
def test_what_is_no_form_is_never_a_crash_and_never_a_request(client, content_type, body):
    page = post_body(client, body, content_type)
    assert page.status_code in (400, 422)
    assert "tel:" in page.content.decode()
    assert not AppointmentRequest.objects.exists()
