"""Input of staff that the end of a session must not cost: kept, offered again, sent by one press."""

import logging
import re
import time
from typing import Any

from django.test import Client

import pytest

from appointments.models import AppointmentRequest, RequestEvent
from articles.models import ConditionPage
from clinic.models import StaffSession
from tests import cast
from tests.appointments.desk.actions.steps import FILLED_IN, address, visit_fields
from tests.appointments.desk.intake.test_desk_request import said
from tests.appointments.factories import make_request
from tests.articles.test_editor import article_form
from tests.canaries.sinks import rows
from tests.factories import make_condition_index, make_details, make_practitioner

from .browsing import end_sessions, form_with, sign_in, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]

TYPED = "Tinglingfingers since September"
MORNING_AFTER = time.time() + 13 * 3600


@pytest.fixture
def freya() -> Any:
    make_details()
    return cast.make_freya()


@pytest.fixture
def browser(freya: Any) -> Client:
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, freya)
    return strict


def session_ends(_browser: Client, _person: Any) -> None:
    end_sessions()


def signs_in_in_another_tab(browser: Client, person: Any) -> None:
    browser.post("/admin/logout/", {"csrfmiddlewaretoken": token_of(browser)})
    sign_in(browser, person)


def browser_forgets(browser: Client, _person: Any) -> None:
    for name in ("desk", "csrf"):
        del browser.cookies[name]


WAYS = [session_ends, signs_in_in_another_tab, browser_forgets]


def lose_and_find(browser: Client, person: Any, lose: Any, path: str, data: dict[str, Any]) -> Any:
    """Send ``data`` after ``lose``; sign in if asked to; the page on which it is offered again."""
    data = {**data, "csrfmiddlewaretoken": token_of(browser)}
    lose(browser, person)
    page = browser.post(path, data)
    if b'name="password"' in page.content:
        assert TYPED not in page.content.decode(), "nobody who is signed out reads it"
        page = sign_in(browser, person, page)
    text = page.content.decode()
    assert "Not saved yet" in text
    assert "not saved" in text.casefold()
    return page


def send_again(browser: Client, page: Any, path: str) -> Any:
    """Press the one button."""
    action, fields = form_with(page, "csrfmiddlewaretoken")
    assert action == path
    assert "autofocus" in page.content.decode()
    if "/requests/new/" not in path and "/pages/" not in path:
        assert "See what it is about" in page.content.decode()
    return browser.post(action, fields)


@pytest.mark.parametrize("lose", WAYS)
def test_a_note_and_a_press_on_no_answer_are_there_after_signing_in(browser, freya, lose):
    appointment_request = make_request()
    for action, typed in (
        ("note", {"note": TYPED}),
        ("attempt", FILLED_IN["attempt"]),
        ("correct", {**FILLED_IN["correct"], "full_name": TYPED}),
        ("schedule", visit_fields(make_practitioner(), note=TYPED)),
    ):
        appointment_request.refresh_from_db()
        before = RequestEvent.objects.count()
        path, data = address(action, appointment_request), {**typed, "version": appointment_request.version}
        page = lose_and_find(browser, freya, lose, path, data)
        assert (TYPED if TYPED in str(typed) else "No answer") in page.content.decode()
        assert RequestEvent.objects.count() == before, "nothing is done before the press"
        assert send_again(browser, page, path).status_code == 302
        assert RequestEvent.objects.count() > before


@pytest.mark.parametrize("lose", WAYS)
def test_a_request_by_phone_is_there_after_signing_in(browser, freya, lose):
    page = lose_and_find(browser, freya, lose, "/admin/requests/new/", said(caller_name=TYPED))
    assert TYPED in page.content.decode()
    assert not AppointmentRequest.objects.exists()
    assert send_again(browser, page, "/admin/requests/new/").status_code == 302
    assert AppointmentRequest.objects.get().patient.full_name == TYPED


@pytest.mark.parametrize("lose", WAYS)
def test_an_article_is_there_after_signing_in(lose):
    ed, strict = cast.make_ed(), Client(enforce_csrf_checks=True)
    path = f"/admin/pages/add/articles/conditionpage/{make_condition_index().pk}/"
    sign_in(strict, ed)
    page = lose_and_find(strict, ed, lose, path, article_form(title="Kept", summary=TYPED))
    assert TYPED in page.content.decode()
    assert re.search(rf'<input type="text"[^>]*name="summary"[^>]*value="{TYPED}"', page.content.decode())
    assert not ConditionPage.objects.exists()
    assert send_again(strict, page, path).status_code == 302
    assert ConditionPage.objects.get().get_latest_revision_as_object().summary == TYPED


@pytest.mark.parametrize("lose", WAYS)
def test_nobody_else_is_shown_it_and_its_author_can_still_have_it(browser, freya, lose):
    finn, appointment_request = cast.make_finn(), make_request()
    path, token = address("note", appointment_request), token_of(browser)
    lose(browser, finn)
    page = browser.post(path, {"note": TYPED, "version": 1, "csrfmiddlewaretoken": token})
    if b'name="password"' in page.content:
        page = sign_in(browser, finn, page)
    text = page.content.decode()
    assert "Somebody else typed this" in text
    assert TYPED not in text
    handed, fields = form_with(page, "kept")
    page = sign_in(browser, freya, browser.post(handed, fields))
    assert TYPED in page.content.decode()
    assert send_again(browser, page, path).status_code == 302


def test_a_wrong_password_costs_nothing(browser, freya):
    appointment_request = make_request()
    path, token = address("note", appointment_request), token_of(browser)
    end_sessions()
    page = browser.post(path, {"note": TYPED, "version": 1, "csrfmiddlewaretoken": token})
    sign_in_at, fields = form_with(page, "password")
    page = browser.post(sign_in_at, {**fields, "login": freya.email, "password": "wrong"})
    assert page.status_code == 200
    page = sign_in(browser, freya, page)
    assert TYPED in page.content.decode()


def test_what_is_kept_is_on_the_page_alone_and_for_half_a_day(browser, freya, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    appointment_request, token = make_request(), token_of(browser)
    end_sessions()
    data = {"note": TYPED, "version": 1, "csrfmiddlewaretoken": token}
    page = browser.post(address("note", appointment_request), data)
    assert "no-store" in page["Cache-Control"]
    anew = sign_in(browser, freya, page)
    assert "no-store" in anew["Cache-Control"]
    assert not [table for table, row in rows() if TYPED in row]
    assert not [one for one in StaffSession.objects.all() if TYPED in str(one.get_decoded())]
    assert TYPED not in caplog.text + str(browser.cookies) + str(anew.headers)
    monkeypatch.setattr("time.time", lambda: MORNING_AFTER)
    late = sign_in(browser, freya, page)
    assert TYPED not in late.content.decode()
    assert "could not be kept" in late.content.decode()


def test_too_much_to_keep_is_said(browser, monkeypatch):
    monkeypatch.setattr("clinic.kept_input.sealed.LARGEST", 100)
    data = {"note": TYPED, "csrfmiddlewaretoken": "x"}
    assert "could not be kept" in browser.post("/admin/requests/new/", data).content.decode()
    data["csrfmiddlewaretoken"] = token_of(browser)
    end_sessions()
    assert "too long to be kept" in browser.post("/admin/requests/new/", data).content.decode()


@pytest.mark.parametrize(
    ("origin", "words"), [("https://evil.example", "another website"), ("null", "does not say which page")]
)
def test_another_site_gets_nothing_kept_and_staff_a_page_of_their_own(browser, origin, words):
    appointment_request = make_request()
    for token in (token_of(browser), "x"):
        data = {"note": TYPED, "version": 1, "csrfmiddlewaretoken": token}
        page = browser.post(address("note", appointment_request), data, headers={"Origin": origin})
        text = page.content.decode()
        assert page.status_code == 403
        assert words in text
        assert TYPED not in text
        assert "tel:" not in text, "the page for patients"
        assert 'href="/admin/"' in text
    assert RequestEvent.objects.count() == 1


def test_a_script_and_an_empty_hand_get_what_they_got(browser):
    token = token_of(browser)
    end_sessions()
    path = address("note", make_request())
    data = {"note": TYPED, "csrfmiddlewaretoken": token}
    assert browser.post(path, data, headers={"Sec-Fetch-Mode": "cors"}).status_code == 302
    assert browser.post(path, data, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
    assert browser.post(path, {"csrfmiddlewaretoken": token}).status_code == 302
    assert browser.post("/admin/logout/", data)["Location"].startswith("/admin/login/")


def test_a_sign_in_page_that_was_open_for_long_works_at_once_or_again(browser, freya):
    fields = {"login": freya.email, "password": "x", "csrfmiddlewaretoken": "x" * 64}
    assert browser.post("/admin/login/", fields)["Location"] == "/admin/", "signed in already"
    end_sessions()
    page = browser.post("/admin/login/", fields)
    assert "This page was too old" in page.content.decode()
    assert sign_in(browser, freya, page).request["PATH_INFO"] == "/admin/"
    forgetful = Client(enforce_csrf_checks=True)
    page = forgetful.post("/admin/login/", fields)
    assert page.status_code == 403
    assert "keeps no cookies" in page.content.decode()


@pytest.mark.parametrize("forged", ["", "x", "é", "gAAAAA" + "A" * 90])
def test_forged_input_is_offered_to_nobody(freya, forged):
    page = Client().post(
        "/admin/login/", {"login": freya.email, "password": "a password of the tests", "kept": forged}
    )
    assert page.status_code == (200 if forged else 302)
    assert b"Send it now" not in page.content


def test_what_is_sealed_for_one_purpose_is_not_read_as_another(browser, freya):
    sealed = browser.cookies["desk-authors"].value
    signing_in = {"login": freya.email, "password": "a password of the tests", "kept": sealed}
    page = Client().post("/admin/login/", signing_in)
    assert page.status_code == 200
    assert b"Send it now" not in page.content


def test_an_open_page_gets_the_new_token_from_its_author_alone(browser, freya):
    token, asked = token_of(browser), "/admin/kept-input/token/"
    script = {"X-Requested-With": "XMLHttpRequest"}
    signs_in_in_another_tab(browser, freya)
    new = browser.post(asked, {"csrfmiddlewaretoken": token}, headers=script).json()["token"]
    path, data = address("note", make_request()), {"note": TYPED, "version": 1, "csrfmiddlewaretoken": new}
    assert browser.post(path, data).status_code == 302
    signs_in_in_another_tab(browser, cast.make_finn())
    assert browser.post(asked, {"csrfmiddlewaretoken": token}, headers=script).json() == {"token": ""}
    end_sessions()
    assert browser.post(asked, {"csrfmiddlewaretoken": token}, headers=script).status_code == 403
