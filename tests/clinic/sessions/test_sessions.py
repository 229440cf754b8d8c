"""Sessions of staff: they last while a person uses them, twelve hours at most; others can end them."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db.models import F
from django.test import Client

import pytest

from clinic.accounts.ending import end_all_sessions, end_if_over, end_sessions_that_are_over
from clinic.models import AccountEvent, EventKind, StaffSession, User
from tests import cast
from tests.clinic.kept_input.browsing import sign_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
# What a browser sends along with what the page does by itself.
BY_SCRIPT = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Accept": "*/*"}
OF_FRAME = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
OF_OLD_BROWSER = {"Accept": "application/json"}
BY_PERSON = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.fixture
def freya() -> User:
    return cast.make_freya()


@pytest.fixture
def browser(freya: User) -> Client:
    return cast.signed_in(freya)


def time_passes(**time: float) -> None:
    """Let everything that sessions remember have been so much earlier."""
    past = timedelta(**time)
    StaffSession.objects.update(
        **{name: F(name) - past for name in ("expire_date", "began_at", "last_input_at")}
    )


def is_signed_in(browser: Client) -> bool:
    return browser.get("/admin/session/left/", headers=BY_SCRIPT).status_code == 200


def seconds_left(browser: Client) -> int:
    return browser.get("/admin/session/left/", headers=BY_SCRIPT).json()["seconds"]


def after_input(browser: Client, ago: str) -> int:
    """Tell of a key or a press so many seconds ago; the seconds that are left then."""
    return browser.post("/admin/session/input/", {"ago": ago}, headers=BY_SCRIPT).json()["seconds"]


def last_event() -> tuple[str, str]:
    event = AccountEvent.objects.first()
    assert event is not None
    return event.kind, event.account_email


@pytest.mark.parametrize(
    ("path", "headers", "goes_on"),
    [
        ("/admin/", BY_PERSON, True),
        ("/admin/account/", {"Accept": "text/html,*/*"}, True),
        ("/robots.txt", BY_PERSON, False),
        ("/admin/editing-sessions/1/", BY_SCRIPT, False),
        ("/admin/requests/news/", {**BY_SCRIPT, "X-Requested-With": "XMLHttpRequest"}, False),
        ("/admin/", OF_FRAME, False),
        ("/admin/", OF_OLD_BROWSER, False),
    ],
)
def test_only_what_a_person_opens_lets_a_session_go_on(browser, path, headers, goes_on):
    for _ in range(2):
        time_passes(minutes=8)
        browser.get(path, headers=headers)
        browser.post(path, headers=headers)
    assert is_signed_in(browser) == goes_on


def test_what_nobody_uses_ends_after_fifteen_minutes_and_is_written_down(browser, freya):
    time_passes(minutes=14, seconds=55)
    assert 0 < seconds_left(browser) <= 5
    time_passes(seconds=6)
    page = browser.get("/admin/")
    assert page.status_code == 302
    assert page.headers["Location"].startswith("/admin/login/")
    assert last_event() == ("idle_out", freya.email)
    assert not StaffSession.objects.exists()


def test_the_time_is_a_setting(settings):
    settings.STAFF_IDLE_MINUTES = 5
    browser = cast.signed_in(cast.make_freya())
    time_passes(minutes=5)
    assert not is_signed_in(browser)


def test_keys_and_presses_let_it_go_on_from_when_they_were(browser):
    time_passes(minutes=10)
    assert 835 < after_input(browser, "60") <= 840
    time_passes(minutes=2)
    assert after_input(browser, "99999") > 800, "nobody makes it older, or breaks it"
    assert after_input(browser, "-9") > 890
    for no_number in ("²", "9" * 4000):
        assert after_input(browser, no_number) > 890
    time_passes(minutes=14)
    assert 835 < after_input(browser, "700") <= 840, "a page tells of it a minute later at most"


def test_after_twelve_hours_it_ends_however_it_is_used(browser, freya):
    for _ in range(72):
        time_passes(minutes=10)
        StaffSession.note_input(StaffSession.objects.get().pk, timedelta())
    assert not is_signed_in(browser)
    assert last_event() == ("time_over", freya.email)


def test_a_change_of_ones_own_key_does_not_make_it_longer(browser):
    time_passes(minutes=10)
    before, session = StaffSession.objects.get(), browser.session
    session.cycle_key()
    after = StaffSession.objects.get()
    assert after.pk != before.pk
    assert after.began_at == before.began_at


def test_storing_something_does_not_make_it_longer(browser):
    time_passes(minutes=10)
    session = browser.session
    session["anything"] = 1
    session.save()
    assert seconds_left(browser) <= 300


def test_the_worker_ends_those_to_which_nobody_comes_back(browser, freya):
    time_passes(minutes=16)
    call_command("run_worker", "--once")
    assert last_event() == ("idle_out", freya.email)
    end_sessions_that_are_over()
    assert AccountEvent.objects.filter(kind=EventKind.IDLE_OUT).count() == 1


def test_an_end_is_written_down_once_and_none_of_a_session_that_went_on_or_was_nobodys(browser):
    session = StaffSession.objects.get()
    end_if_over(session)
    assert is_signed_in(browser), "it has gone on since it was looked at"
    Client().session.save()
    time_passes(minutes=16)
    for one in [session, session, *StaffSession.objects.filter(account=None)]:
        end_if_over(one)
    assert not StaffSession.objects.exists()
    assert [
        *AccountEvent.objects.filter(kind=EventKind.IDLE_OUT).values_list("account_number", flat=True)
    ] == [session.account_id]


def test_the_key_changes_at_the_sign_in_and_the_browser_is_cleared_at_the_sign_out(freya):
    browser = Client()
    session = browser.session
    session["anything"] = 1
    session.save()
    browser.cookies["desk"] = session.session_key
    sign_in(browser, freya)
    assert browser.cookies["desk"].value != session.session_key
    assert browser.cookies["desk"]["httponly"]
    assert browser.cookies["desk"]["max-age"] == "", "it ends with the browser"
    stolen = browser.cookies["desk"].value
    answer = browser.post("/admin/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    browser.cookies["desk"] = stolen
    assert not is_signed_in(browser), "the old key is worth nothing"


def test_no_session_outlives_the_browser_however_it_began():
    browser = Client()
    # A passkey's sign-in begins with a question, before anybody gives a password.
    browser.get("/admin/login/passkey/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert browser.cookies["desk"]["max-age"] == browser.cookies["desk"]["expires"] == ""


def test_after_a_restore_everybody_is_out_and_each_account_says_how_often(freya):
    finn, stranger = cast.make_finn(), Client().session
    browsers = [cast.signed_in(freya), cast.signed_in(finn), cast.signed_in(freya)]
    stranger.save()
    end_all_sessions()
    assert not any(map(is_signed_in, browsers))
    assert not StaffSession.objects.exists()
    ended = AccountEvent.objects.filter(kind=EventKind.SESSIONS_ENDED)
    assert {(one.account_email, one.details["count"]) for one in ended} == {(freya.email, 2), (finn.email, 1)}


def listed(browser: Client, path: str = "/admin/sessions/") -> Any:
    return browser.get(path).content.decode()


def test_everybody_sees_and_ends_their_own_sessions(freya):
    phone, desk = Client(headers={"User-Agent": FIREFOX}), Client(REMOTE_ADDR="203.0.113.7")
    sign_in(phone, freya)
    sign_in(desk, freya)
    sign_in(Client(), cast.make_finn())
    page = listed(desk)
    assert page.count("Signed in since") == 2
    assert "Firefox on Windows" in page
    assert "203.0.113.0/24" in page
    for session in StaffSession.objects.all():
        assert session.session_key not in page
    assert "/admin/sessions/" in listed(desk, "/admin/account/")
    of_finn = StaffSession.objects.exclude(account=freya).get()
    desk.post("/admin/sessions/", {"end": str(of_finn.number)})
    assert StaffSession.objects.count() == 3, "those of others are not one's own"
    number = StaffSession.objects.get(device="Firefox on Windows").number
    desk.post("/admin/sessions/", {"end": str(number)})
    assert not is_signed_in(phone)
    assert is_signed_in(desk)
    assert last_event() == ("sessions_ended", freya.email)
    desk.post("/admin/sessions/", {"end": "all"})
    assert is_signed_in(desk), "all others"
    assert "End all others" not in listed(desk), "there are none"


@pytest.mark.parametrize(
    ("person", "may"), [(cast.make_olive, True), (cast.make_sam, True), (cast.make_finn, False)]
)
def test_the_owner_ends_the_sessions_of_somebody(browser, freya, person, may):
    path, other = f"/admin/sessions/{freya.pk}/", cast.signed_in(person())
    if may:
        assert path in listed(other, f"/admin/users/edit/{freya.pk}/")
    other.post(path, {"end": "all"})
    assert is_signed_in(browser) != may


def test_the_owner_does_not_end_the_sessions_of_an_administrator():
    sam, olive = cast.make_sam(), cast.make_olive()
    browser = cast.signed_in(sam)
    cast.signed_in(olive).post(f"/admin/sessions/{sam.pk}/", {"end": "all"})
    assert is_signed_in(browser)


def test_a_new_password_ends_all_others_and_a_deactivated_account_is_out_at_the_next_request(browser, freya):
    freya.set_password("eighteen blue herons")
    freya.save()
    assert not StaffSession.objects.exists(), "ended before anybody comes back to it"
    assert not is_signed_in(browser)
    back = cast.signed_in(freya)
    freya.is_active = False
    freya.save()
    assert not is_signed_in(back)
    freya.is_active = True
    freya.save()
    assert not is_signed_in(back), "nor does the session come back with the account"
