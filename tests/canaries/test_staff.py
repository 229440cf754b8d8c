"""What staff type, of patients and of themselves, at every door: only the place that is for it holds it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError
from django.db.models.functions import Now
from django.test import Client

import pytest

from appointments.desk.intake import views as intake
from appointments.models import AppointmentRequest, Notice
from appointments.services import changes
from appointments.services.contact import corrections
from tests import cast
from tests.appointments.desk.actions.steps import FILLED_IN, take, visit_fields
from tests.appointments.desk.actions.steps import address as page_of
from tests.appointments.desk.intake.test_desk_request import FORM as ENTRY
from tests.appointments.desk.intake.test_desk_request import SAID
from tests.appointments.factories import AGREED, make_request
from tests.articles.test_editor import article_form
from tests.clinic.kept_input.browsing import end_sessions, form_with, sign_in, token_of
from tests.factories import make_condition_index, make_details, make_practitioner

from .sinks import Sinks
from .words import NUMBER, PHONE, address, found_in, word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
TYPED = {
    "full_name": f"{word('name')} Person",
    "phone": f"{PHONE} ext. 4",
    "email": address("mail"),
    "note": f"{word('note')}\nand more",
}
FOR_A_CALLER = {
    **SAID,
    **TYPED,
    "who_for": "other",
    "relationship": "friend",
    "contact_by": "either",
    "caller_name": f"{word('guardian')} Person",
    "access_needs": f"{word('ramp')} please",
}


@pytest.fixture
def places(sinks: Sinks) -> Sinks:
    """Where patients' mail goes is where it must go."""
    make_details()
    sinks.allowed = {address("mail")}
    return sinks


@pytest.fixture
def desk(places: Sinks) -> Client:
    """Freya's browser, which shows her what fails."""
    browser = cast.signed_in(cast.make_freya())
    browser.raise_request_exception = False
    return browser


def crash(*_args: Any, **_kwargs: Any) -> Any:
    raise ValueError(f"{TYPED['full_name']} is no number, and {TYPED['phone']} no name")


def away(*_args: Any, **_kwargs: Any) -> Any:
    raise DatabaseError(f"DETAIL: Failing row contains ({TYPED['full_name']}, {TYPED['phone']})")


def tells_no_other_site(answer: Any) -> bool:
    """Whether a page that a browser leaves for another site does not name its address there."""
    policy = answer.headers.get("Referrer-Policy")
    return (
        policy in ("same-origin", "strict-origin", "no-referrer") and b"referrerpolicy" not in answer.content
    )


def test_a_request_that_a_caller_dictates_is_in_the_seal_alone(places, desk, monkeypatch):
    wrong = {name: word(name) for name in ("phone", "email", "channel", "contact_by", "topic", "use", "find")}
    answers = [desk.get(ENTRY), desk.post(ENTRY, {**FOR_A_CALLER, "find": "1"})]
    answers += [desk.post(ENTRY, {**FOR_A_CALLER, name: value}) for name, value in wrong.items()]
    for fail in (away, crash):
        with monkeypatch.context() as patch:
            patch.setattr(intake, "enter_request", fail)
            answers.append(desk.post(ENTRY, FOR_A_CALLER))
    assert {one.status_code for one in answers} == {200, 422, 500, 503}
    answers.append(desk.post(ENTRY, FOR_A_CALLER, follow=True))
    stored = AppointmentRequest.objects.get()
    assert found_in(stored.patient.full_name)
    answers += [desk.post(ENTRY, {**FOR_A_CALLER, "find": "1"}), desk.post(ENTRY, {**SAID, "use": stored.pk})]
    call_command("run_worker", "--once")
    places.saw(*answers)
    assert places.search() == {}
    assert all(map(tells_no_other_site, answers))


def steps_with_words() -> Mapping[str, Mapping[str, Any]]:
    """Each step in whose form something may be typed, filled in."""
    note = {"note": TYPED["note"]}
    corrected = {**TYPED, "full_name": f"{word('other')} Person", "email": address("other"), **note}
    return {
        "note": note,
        "correct": {**FILLED_IN["correct"], **corrected},
        "attempt": note,
        "call-back": note,
        "schedule": {**visit_fields(make_practitioner(name="Ana Reyes")), **note, "write": "on"},
        "cancel-visit": note,
        "withdraw": note,
        "reopen": note,
        "decline": {**FILLED_IN["decline"], **note, "write": "on"},
    }


def sent_on(desk: Client, page: Any) -> Any:
    """The message on the page is sent as it is shown; other pages lead nowhere."""
    if b'name="seen"' not in page.content:
        return page
    action, fields = form_with(page, "seen")
    return desk.post(action or page.request["PATH_INFO"], {**fields, "check": "send"}, follow=True)


def test_notes_corrections_and_messages_are_sealed(places, desk):
    one = make_request(**TYPED, phone_e164=f"+1{NUMBER}", consents=AGREED)
    places.allowed.add(address("other"))
    steps = steps_with_words()
    for step, typed in steps.items():
        before, too_long = one.events.last(), {name: f"{value}" * 300 for name, value in typed.items()}
        places.saw(take(desk, step, one, **{**typed, **too_long}))
        places.saw(sent_on(desk, take(desk, step, one, **typed)))
        one.refresh_from_db()
        assert one.events.last() != before, step
    # Somebody else was faster, as far as this page knows.
    places.saw(take(desk, "correct", one, **{**steps["correct"], "version": 1}))
    assert one.notices.exclude(body="").count() == 2, "both messages were sent"
    desk.post(page_of("undo", one), {"event": one.events.last().pk})
    call_command("run_worker", "--once")
    places.saw(desk.get(page_of("inspect", one)), desk.get("/admin/requests/"), desk.get("/admin/"))
    assert places.search() == {}
    assert all(map(tells_no_other_site, places.answers))


def test_the_mail_about_a_visit_and_its_calendar_file_hold_none_of_it(places, desk):
    one = make_request(**TYPED, phone_e164=f"+1{NUMBER}", consents=AGREED)
    places.saw(sent_on(desk, take(desk, "schedule", one, **steps_with_words()["schedule"])))
    # It waits, so that the desk may take it back.
    Notice.objects.update(due_at=Now())
    call_command("run_worker", "--once")
    assert [message.to for message in mail.outbox if message.attachments] == [[address("mail")]]
    assert places.search() == {}


@pytest.mark.parametrize("error", [away, crash])
def test_a_step_that_fails_repeats_nothing(places, desk, monkeypatch, error):
    one = make_request(**TYPED, phone_e164=f"+1{NUMBER}")
    for step, typed in steps_with_words().items():
        with monkeypatch.context() as patch:
            patch.setattr(changes, "_event", error)
            patch.setattr(corrections, "answers_in_use", error)
            places.saw(take(desk, step, one, **{**typed, "write": ""}))
    assert places.search() == {}


def test_a_search_leaves_no_word_behind(places, desk):
    found = make_request(**TYPED, phone_e164=f"+1{NUMBER}")
    script = {"X-Requested-With": "XMLHttpRequest"}
    for typed in (TYPED["full_name"], PHONE, word("nobody") * 90):
        listed = desk.post("/admin/requests/search/", {"q": typed}, follow=True)
        sealed = desk.post("/admin/requests/search/", {"q": typed}, headers=script).json()["search"]
        places.saw(listed, desk.get("/admin/requests/", {"search": sealed, "tab": "all"}, headers=script))
    assert found.reference in places.answers[0].content.decode()
    assert places.search() == {}
    assert all(map(tells_no_other_site, places.answers))


@pytest.fixture
def accounts(places: Sinks) -> Any:
    """Freya, who has nobody's session yet."""
    return cast.make_freya()


def at_the_sign_in(freya: Any) -> list[Any]:
    """A password in each field, an address that nobody has, a code, and a link for a new password."""
    secret, stranger, browser = word("password"), Client(), Client()
    tried = [
        stranger.post("/admin/login/", {"login": login, "password": secret, "next": "/admin/"})
        for login in (freya.email, address("nobody"), secret, f"{secret}\x00", *[freya.email] * 7)
    ]
    sign_in(browser, freya)
    asked = [
        browser.post("/admin/login/second-step/", {"code": secret}),
        browser.post("/admin/login/again/", {"password": secret}),
        browser.post("/admin/login/again/code/", {"code": secret}),
        browser.post("/admin/login/passkey/", {"credential": secret}),
    ]
    for email in (address("nobody"), secret):
        asked.append(stranger.post("/admin/password_reset/", {"email": email}, follow=True))
    return [*tried, *asked, stranger.get(f"/admin/password_reset/reset/{freya.pk}.x/")]


def in_the_account(freya: Any) -> list[Any]:
    """Passwords that are refused and one that is taken, a code and a passkey that are none."""
    browser, taken = cast.signed_in(freya), f"{word('password')} green boats at noon"
    pairs = [(word("one"), word("two")), (word("short")[:9], word("short")[:9]), (taken, taken)]
    answers = [
        browser.post("/admin/account/password/", {"new_password1": one, "new_password2": two})
        for one, two in pairs
    ]
    freya.refresh_from_db()
    assert freya.check_password(taken)
    codes = {"code": word("code"), "credential": word("key"), "name": word("name"), "email": word("mail")}
    for page in ("second-factor/app/", "second-factor/passkey/", "e-mail/", "second-factor/codes/new/"):
        answers.append(browser.post(f"/admin/account/{page}", codes))
    return answers


@pytest.mark.parametrize("door", [at_the_sign_in, in_the_account])
def test_passwords_codes_and_addresses_of_nobody_are_kept_nowhere(places, accounts, door: Callable[..., Any]):
    answers = door(accounts)
    call_command("run_worker", "--once")
    places.saw(*answers)
    assert places.search() == {}
    assert all(map(tells_no_other_site, answers))


def lost(browser: Client, person: Any, path: str, typed: Mapping[str, Any]) -> tuple[list[Any], Any]:
    """Send a form after the session has ended, sign in with a wrong and the right password; all pages."""
    token = token_of(browser)
    end_sessions()
    asked = browser.post(path, {**typed, "csrfmiddlewaretoken": token})
    action, fields = form_with(asked, "password")
    wrong = browser.post(action, {**fields, "login": person.email, "password": word("wrong")})
    offered = sign_in(browser, person, asked)
    assert found_in(offered.content)
    return [asked, wrong, offered], offered


def test_input_of_a_session_that_ended_is_sealed_in_its_page(places):
    freya, browser, one = cast.make_freya(), Client(enforce_csrf_checks=True), make_request()
    sign_in(browser, freya)
    note = {"note": TYPED["note"], "version": one.version}
    for path, typed in ((page_of("note", one), note), (ENTRY, FOR_A_CALLER)):
        pages, offered = lost(browser, freya, path, typed)
        places.saw(*pages)
        assert not any(found_in(page.content) for page in pages[:-1]), "nobody who is signed out reads it"
        assert places.search() == {}
        action, fields = form_with(offered, "csrfmiddlewaretoken")
        assert browser.post(action, fields).status_code == 302
    assert found_in(AppointmentRequest.objects.exclude(pk=one.pk).get().patient.full_name)
    assert places.search() == {}


# Where an article belongs, with what Wagtail makes of it; its preview waits in the session of its editor.
OF_ARTICLES = ("wagtailcore_", "wagtailsearch_", "articles_", "clinic_staffsession")


def test_what_an_editor_types_is_in_the_article_alone(places):
    browser = cast.signed_in(cast.make_ed())
    browser.raise_request_exception = False
    add = f"/admin/pages/add/articles/conditionpage/{make_condition_index().pk}/"
    typed = article_form(("heading", word("heading")), summary=word("summary"), also_known_as=word("known"))
    broken = {**typed, "slug": word("slug") + "/", "region": word("region"), "author": word("author")}
    places.saw(browser.post(add, broken), browser.post(add, {**broken, "body-count": word("count")}))
    places.saw(browser.post(add, typed, follow=True))
    hits = {hit.partition(": ")[2] for hit in places.search()}
    assert {hit for hit in hits if not hit.startswith(OF_ARTICLES)} == set()
    assert any(hit.startswith("wagtailcore_revision") for hit in hits)
