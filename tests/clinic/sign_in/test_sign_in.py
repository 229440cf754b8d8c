"""Signing in: a password alone opens nothing where a second factor is required, or was set up."""

import re

from django.core.cache import cache
from django.test import Client

import pytest

from clinic.models import User
from tests import cast

from .authenticator_app import code_of, give_password, set_up_app

pytestmark = pytest.mark.django_db
SECOND_STEP = "/admin/login/second-step/"


@pytest.fixture
def freya() -> User:
    return cast.make_freya()


@pytest.fixture
def with_app(freya: User) -> str:
    """Freya has an app on her phone; its secret."""
    browser = Client()
    give_password(browser, freya.email)
    return set_up_app(browser)


def is_in(browser: Client) -> bool:
    return browser.get("/admin/requests/").status_code == 200


def test_without_a_second_factor_only_the_page_that_sets_one_up_opens(settings, freya):
    settings.STAFF_MFA_REQUIRED = True
    browser = Client()
    give_password(browser, freya.email)
    for path in ("/admin/", "/admin/requests/", "/admin/account/", "/admin/api/main/pages/"):
        assert browser.get(path).headers["Location"] == "/admin/account/second-factor/", path
    script = {"X-Requested-With": "XMLHttpRequest"}
    assert browser.get("/admin/requests/", headers=script).status_code == 403
    set_up_app(browser)
    assert is_in(browser)


def test_a_session_from_before_the_factor_was_required_is_no_way_around(settings, freya, with_app):
    browser = cast.signed_in(freya)
    settings.STAFF_MFA_REQUIRED = True
    assert not is_in(browser)


def test_whoever_has_a_second_factor_is_asked_for_it(freya, with_app):
    browser = Client()
    assert give_password(browser, freya.email).headers["Location"] == SECOND_STEP
    assert not is_in(browser)
    assert "wrong or has expired" in browser.post(SECOND_STEP, {"code": "000000"}).content.decode()
    assert not is_in(browser)
    assert browser.post(SECOND_STEP, {"code": code_of(with_app, later=1)}).headers["Location"] == "/admin/"
    assert is_in(browser)


def test_a_code_is_good_once(freya, with_app):
    code, first, second = code_of(with_app, later=1), Client(), Client()
    for browser in (first, second):
        give_password(browser, freya.email)
        browser.post(SECOND_STEP, {"code": code})
        # Another process of the web does not know what this one keeps in memory.
        cache.clear()
    assert is_in(first)
    assert not is_in(second)


def test_recovery_codes_are_shown_once_and_each_lets_in_once(freya):
    browser = Client()
    give_password(browser, freya.email)
    set_up_app(browser)
    page = browser.get("/admin/account/second-factor/codes/").content.decode()
    codes = re.findall(r"<code>(\d+)</code>", page)
    assert len(codes) == 10
    again = browser.get("/admin/account/second-factor/codes/").content.decode()
    assert not [code for code in codes if code in again]
    for expected in (True, False):
        lost_phone = Client()
        give_password(lost_phone, freya.email)
        lost_phone.post(SECOND_STEP, {"code": codes[0]})
        assert is_in(lost_phone) == expected


def test_the_sixth_wrong_code_is_not_compared_any_more(freya, with_app):
    browser = Client()
    give_password(browser, freya.email)
    answers = [browser.post(SECOND_STEP, {"code": f"00000{number}"}).status_code for number in range(6)]
    assert answers == [200] * 5 + [429]
    assert browser.post(SECOND_STEP, {"code": code_of(with_app, later=1)}).status_code == 429


def test_the_right_code_begins_anew(freya, with_app):
    browser, again = Client(), Client()
    for one, right in ((browser, code_of(with_app, later=1)), (again, None)):
        give_password(one, freya.email)
        wrong = [one.post(SECOND_STEP, {"code": f"00000{number}"}).status_code for number in range(4)]
        assert wrong == [200] * 4
        if right:
            one.post(SECOND_STEP, {"code": right})
            assert is_in(one)


def test_codes_of_somebody_who_is_signed_in_are_limited_as_well(freya, with_app):
    browser = cast.signed_in(freya)
    cast.proves_it(browser, freya, minutes_ago=6)
    again = "/admin/login/again/code/"
    answers = [browser.post(again, {"code": f"00000{number}"}).status_code for number in range(6)]
    assert answers == [200] * 5 + [429]


def test_a_new_secret_key_opens_what_the_former_one_sealed(freya, with_app, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "k" * 60, [settings.SECRET_KEY]
    browser = Client()
    give_password(browser, freya.email)
    browser.post(SECOND_STEP, {"code": code_of(with_app, later=1)})
    assert is_in(browser)


def test_a_dump_holds_no_secret_of_an_app(freya, with_app):
    stored = [str(one.data) for one in freya.authenticator_set.all()]
    assert len(stored) == 2
    assert not [data for data in stored if with_app in data or re.search(r"'seed': '[0-9a-f]+'", data)]


def test_a_wrong_password_an_unknown_and_a_closed_account_are_answered_alike(freya):
    finn = cast.make_finn()
    User.objects.filter(pk=finn.pk).update(is_active=False)
    tries = [
        (freya.email, "wrong"),
        ("nobody@clinic.example", "wrong"),
        (finn.email, "wrong"),
        (finn.email, None),
    ]
    said = set()
    for email, password in tries:
        browser = Client()
        answer = give_password(browser, email, **({"password": password} if password else {}), follow=True)
        answer = answer if answer.status_code == 200 else browser.get(answer.headers["Location"])
        said |= {" ".join(re.findall(r'role="alert">([^<]+)<', answer.content.decode()))}
    assert said == {"The e-mail address or the password is not right. Check both, and try again."}


def test_whoever_has_no_role_is_told_so_instead_of_being_sent_around(freya):
    freya.groups.clear()
    browser = cast.signed_in(freya)
    answer = browser.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "no role" in answer.content.decode()
