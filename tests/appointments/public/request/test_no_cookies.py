"""Browsers that keep no cookies, or hide which page a form was on: told what is true, and never stuck."""

from typing import Any

from django.test import Client

import pytest

from appointments.models import AppointmentRequest
from appointments.models.timeline import EventKind
from appointments.patient_link import path_for
from appointments.statuses import Status
from tests.appointments.factories import make_request
from tests.appointments.patients import (
    FORM,
    answers,
    carried_on,
    check,
    is_check,
    press,
    shown_reference,
    the_request,
)
from tests.factories import make_details

pytestmark = pytest.mark.django_db

OLDER = "open for a long time"
OURS = "http://testserver"
# What a browser says of the page that a form was on, and the words of the answer; without words it is taken.
SAID = [
    ({"Origin": OURS}, ""),
    ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, ""),
    ({"Origin": "null"}, "does not say which page"),
    ({"Origin": "https://evil.example"}, "on another website"),
]


class ForgetfulBrowser(Client):
    """A browser that keeps no cookies."""

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        self.cookies.clear()
        return answer


def test_without_cookies_the_form_says_so_and_goes_its_way_however_often():
    make_details()
    forgetful = ForgetfulBrowser(enforce_csrf_checks=True)
    assert forgetful.get(FORM).cookies
    references = set()
    for _try in range(3):
        page = check(forgetful)
        text = page.content.decode()
        assert page.status_code == 200
        assert "Your browser keeps no cookies for this site." in text
        assert OLDER not in text
        assert "Patience Quillfeather" in text
        assert text.count('href="tel:+19495106333"') > 1
        assert not AppointmentRequest.objects.exists() or references
        references.add(shown_reference(press(forgetful, page)))
    assert references == {the_request().reference}, "the same answers of the same form are one request"


def test_a_browser_that_keeps_cookies_reads_nothing_about_them(client):
    client.get(FORM)
    page = check(client)
    assert is_check(page)
    assert "cookies for this site" not in page.content.decode()


@pytest.mark.parametrize(("headers", "words"), SAID)
@pytest.mark.parametrize("step", ["", "send"])
def test_the_form_is_taken_from_our_own_page_and_shown_again_from_any_other(headers, words, step):
    strict, taken = Client(enforce_csrf_checks=True), not words
    typed = {"answers": carried_on(check(strict)), "step": step} if step else answers()
    page = strict.post(FORM, typed, headers=headers)
    assert AppointmentRequest.objects.exists() == bool(taken and step)
    assert page.status_code == ((302 if step else 200) if taken else 422)
    if taken:
        return
    text = page.content.decode()
    assert OLDER not in text
    assert "your request was not sent" in text
    worse = strict.post(FORM, answers(caller_name=""), headers=headers).content.decode()
    assert worse.index("your request was not sent") < worse.index('id="error-summary"'), "the cause first"
    assert words.replace("on an", "from an") in text
    assert "Patience Quillfeather" in text
    # What is shown again is on a page of ours: from there it goes.
    again = carried_on(page) if step else carried_on(check(strict))
    sent = strict.post(FORM, {"answers": again, "step": "send"}, headers={"Origin": OURS})
    assert sent.status_code == 302


@pytest.mark.parametrize(("headers", "words"), SAID)
@pytest.mark.parametrize(
    "data", [{"act": "withdraw", "seen": "received"}, {"act": "phone", "phone": "949 555 0177"}]
)
def test_the_patients_link_needs_no_cookie_but_its_own_page(headers, words, data):
    appointment_request, strict, taken = make_request(), Client(enforce_csrf_checks=True), not words
    page = strict.post(path_for(appointment_request), data, headers=headers)
    changed = AppointmentRequest.objects.get()
    assert page.status_code == (302 if taken else 422)
    assert page["Referrer-Policy"] == "strict-origin"
    if data["act"] == "withdraw":
        assert (changed.status == Status.WITHDRAWN) == taken
    else:
        assert changed.events.filter(kind=EventKind.OTHER_PHONE).exists() == taken
    if not taken:
        text = page.content.decode()
        assert "nothing was changed" in text
        assert words in text
        assert OLDER not in text
        assert "949 555 0177" in text or data["act"] == "withdraw", "the number is still there"
        assert strict.post(path_for(appointment_request), data, headers={"Origin": OURS}).status_code == 302
