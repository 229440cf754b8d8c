"""What somebody may change of the own account, and that a borrowed session changes nothing."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

import pytest

from clinic.models import User
from clinic.sign_in.urls import urlpatterns
from tests import cast
from tests.factories import PASSWORD

from .authenticator_app import give_password

pytestmark = pytest.mark.django_db
NEW = "seven green boats at noon"
PROOF = "/admin/login/again/"
# Opened from a mail, on whatever device.
LINK = "confirm_address"


@pytest.fixture
def freya() -> User:
    return cast.make_freya()


@pytest.fixture
def browser(freya: User) -> Client:
    return cast.signed_in(freya)


def link_in(mail: Any) -> str:
    return re.search(r"http://[^/]+(/admin/\S+)", mail.body)[1]


def test_the_proof_is_the_own_password_and_leads_on(browser, freya):
    cast.proves_it(browser, freya, minutes_ago=6)
    asked = browser.get("/admin/account/password/").headers["Location"]
    assert "not your password" in browser.post(asked, {"password": "wrong"}).content.decode()
    answer = browser.post(asked, {"password": PASSWORD})
    assert answer.headers["Location"] == "/admin/account/password/"
    assert browser.get("/admin/account/password/").status_code == 200


def test_what_was_entered_waits_for_the_proof():
    olive, freya = cast.make_olive(), cast.make_freya()
    browser = cast.signed_in(olive)
    cast.proves_it(browser, olive, minutes_ago=6)
    path, roles = f"/admin/users/edit/{freya.pk}/", [group.pk for group in freya.groups.all()]
    sent = {"first_name": "Frieda", "last_name": "Desk", "email": freya.email, "groups": roles}
    page = browser.post(path, sent).content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', page)[1]
    assert not [row for row in browser.session.items() if "Frieda" in str(row)]
    page = browser.post(PROOF, {"password": PASSWORD, "kept": kept}).content.decode()
    assert "was not sent yet" in page
    assert 'value="Frieda"' in page


def test_a_changed_password_ends_the_other_sessions(browser, freya):
    other = cast.signed_in(freya)
    same = {"new_password1": NEW, "new_password2": NEW}
    assert browser.post("/admin/account/password/", same).headers["Location"] == "/admin/account/"
    assert browser.get("/admin/requests/").status_code == 200
    assert other.get("/admin/requests/").status_code == 302
    assert give_password(Client(), freya.email, NEW).headers["Location"] == "/admin/"


def test_a_link_that_was_asked_for_ends_when_its_owner_signs_in(freya, mailoutbox):
    Client().post("/admin/password_reset/", {"email": freya.email})
    link = link_in(mailoutbox[0])
    assert Client().get(link).status_code == 200
    give_password(Client(), freya.email)
    assert Client().get(link).status_code == 410, "whoever knows the password needs no other"


def test_an_address_changes_once_the_new_one_was_opened_and_the_old_one_is_told(browser, freya, mailoutbox):
    was = freya.email
    browser.post("/admin/account/e-mail/", {"email": "frieda@clinic.example"})
    [asking] = mailoutbox
    assert asking.to == ["frieda@clinic.example"]
    link, stranger = link_in(asking), Client()
    assert "frieda@clinic.example" in stranger.get(link).content.decode()
    freya.refresh_from_db()
    assert freya.email == was, "a mail program that opens links changes nothing"
    stranger.post(link)
    freya.refresh_from_db()
    assert freya.email == "frieda@clinic.example"
    assert mailoutbox[1].to == [was]
    assert stranger.post(link).status_code == 410, "once"


def test_an_address_of_somebody_else_is_not_taken_nor_told(browser, freya, mailoutbox):
    finn = cast.make_finn()
    for typed in (finn.email, finn.email.upper()):
        answer = browser.post("/admin/account/e-mail/", {"email": typed}, follow=True)
        assert "A link is on its way" in answer.content.decode()
    assert ["/admin/" in mail.body for mail in mailoutbox] == [False, False]


def test_an_address_that_somebody_else_got_meanwhile_is_said_to_be_taken(browser, freya, mailoutbox):
    browser.post("/admin/account/e-mail/", {"email": "frieda@clinic.example"})
    link = link_in(mailoutbox[0])
    User.objects.filter(pk=cast.make_finn().pk).update(email="frieda@clinic.example")
    assert Client().post(link).status_code == 409
    freya.refresh_from_db()
    assert freya.email == "freya@clinic.example"


def test_nobody_writes_their_own_name_or_address_on_wagtails_page(browser, freya):
    page = browser.get("/admin/account/").content.decode()
    assert "name_email" not in page
    assert "new_password" not in page
    fields = {
        "name_email-first_name": "Olive",
        "name_email-last_name": "Owner",
        "name_email-email": "x@y.example",
    }
    browser.post("/admin/account/", {**fields, "theme-theme": "dark", "theme-contrast": "system"})
    freya.refresh_from_db()
    assert (freya.get_full_name(), freya.email) == ("Freya Desk", "freya@clinic.example")


def test_whoever_is_closed_out_or_not_signed_in_opens_no_page_of_the_own_account(browser, freya):
    names = [one.name for one in urlpatterns if str(one.pattern).startswith("account/")]
    paths = [reverse(name, args=[1] if "remove_w" in name else []) for name in names if name != LINK]
    assert browser.get("/admin/requests/").status_code == 200
    User.objects.filter(pk=freya.pk).update(is_active=False)
    for path in ("/admin/requests/", *paths):
        for stranger in (browser, Client()):
            for answer in (stranger.get(path), stranger.post(path)):
                assert answer.headers.get("Location", "").startswith("/admin/login/"), path
    assert len(paths) == 11
