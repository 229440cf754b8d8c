"""No way around the sign-in: every address of the site is asked to let somebody in, and only its own does."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

import pytest

from clinic.models import User
from tests import cast
from tests.addresses import Address, all_addresses
from tests.factories import PASSWORD, make_details

pytestmark = pytest.mark.django_db
SIGN_IN = "/admin/login/"
NEW = "seven green boats at noon"
# Everything that a form for a password or an address is called in Django, Wagtail or allauth.
NAMES = [
    *("password", "password1", "password2", "new_password", "new_password1", "new_password2"),
    *("old_password", "oldpassword", "usable_password"),
    *("password-old_password", "password-new_password1", "password-new_password2"),
]
# What has to do with accounts by its address, or by the module that answers.
ABOUT_ACCOUNTS = r"account|user|password|login|e-mail|allauth|sign_in|contrib\.auth|_util"
ADDRESSES = ("email", "name_email-email", "user-email")
WHO = ("login", "username", "email", "user", "auth-username")


def everything_typed(person: User, password: str) -> dict[str, str]:
    """A form that signs in, sets a password and changes an address, whatever its fields are called."""
    fields = dict.fromkeys(NAMES, password) | dict.fromkeys(WHO, person.email)
    old = dict.fromkeys(("old_password", "oldpassword", "password-old_password"), PASSWORD)
    # What Wagtail's page of one's own account asks for besides.
    look = dict.fromkeys(("theme-theme", "theme-contrast", "theme-keyboard_shortcuts"), "system")
    name = {"name_email-first_name": "Olive", "name_email-last_name": "Owner", "theme-density": "default"}
    return {**fields, **old, **look, **name, "next": "/admin/"}


def paths_of(one: Address, person: User) -> str | None:
    """The path of an address, with the person's own key and a token of Django's in it."""
    if one.is_regex:
        return None
    token = default_token_generator.make_token(person)
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    known = {"int": person.pk, "str": str(person.pk), "slug": "reset", "path": "x", "uuid": "0" * 32}
    return one.filled(**known, uidb64=uid, token=token, key=token)


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


def test_nothing_but_the_sign_in_signs_anybody_in(freya):
    let_in, asked = set(), 0
    for one in all_addresses():
        if path := paths_of(one, freya):
            browser = Client(raise_request_exception=False)
            browser.post(path, everything_typed(freya, PASSWORD))
            asked += 1
            # Reading the session of a browser that has none would make one.
            if settings.SESSION_COOKIE_NAME in browser.cookies and SESSION_KEY in browser.session:
                let_in.add(one.name)
    assert asked > 200
    # Wagtail's name for the address is shadowed: what answers there is ours.
    assert let_in == {"account_login", "wagtailadmin_login"}


def test_a_session_sets_a_password_where_it_is_asked_for_and_no_address_anywhere(freya):
    olive, changed = cast.make_olive(), set()
    before, browsers = state_of(freya), {who: cast.signed_in(who) for who in (freya, olive)}
    typed = everything_typed(freya, NEW) | dict.fromkeys(ADDRESSES, "stranger@elsewhere.example")
    for one in all_addresses():
        path = paths_of(one, freya)
        is_about_accounts = re.search(ABOUT_ACCOUNTS, f"{one.route} {one.module}")
        if path is None or not is_about_accounts or re.search("logout|kept-input|/delete/", path):
            continue
        who = olive if "/users/" in path else freya
        browsers[who].raise_request_exception = False
        browsers[who].post(path, typed)
        if state_of(freya) != before:
            changed.add(one.name)
            User.objects.filter(pk=freya.pk).update(**before)
            browsers[freya] = cast.signed_in(freya)
    assert changed == {"change_password"}


def state_of(person: User) -> dict[str, Any]:
    return User.objects.filter(pk=person.pk).values("email", "password", "first_name", "last_name").get()


def test_the_sign_in_of_wagtails_own_pages_leads_to_ours(freya):
    assert Client().get("/_util/login/?next=/admin/").headers["Location"] == f"{SIGN_IN}?next=/admin/"
    for path in ("/admin/password_reset/complete/", "/admin/password_reset/confirm/MQ/abc-def/"):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize("after", ["//evil.example", "https:evil.example", "/\\evil.example", "javascript:x"])
def test_the_sign_in_sends_nobody_to_another_site(freya, after):
    answer = Client().post(SIGN_IN, {"login": freya.email, "password": PASSWORD, "next": after})
    assert answer.headers["Location"] == "/admin/"


def test_signing_in_begins_a_new_session_and_signing_out_ends_it(freya):
    browser = Client()
    browser.get(SIGN_IN)
    given = browser.session
    given["planted"] = True
    given.save()
    browser.cookies["desk"] = given.session_key
    browser.post(SIGN_IN, {"login": freya.email, "password": PASSWORD})
    stolen = browser.cookies["desk"].value
    assert stolen != given.session_key
    assert "Sign out?" in browser.get("/admin/logout/").content.decode()
    browser.post("/admin/logout/")
    thief = Client()
    thief.cookies["desk"] = stolen
    assert thief.get("/admin/requests/").status_code == 302
