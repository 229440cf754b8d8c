"""Somebody who is added is invited, chooses a password that nobody else knows, and is let in once."""

import re
import time
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

import pytest

from clinic.models import AccountEvent, User
from clinic.sign_in.links import INVITATION, NEW_ADDRESS, RESET, account_behind
from tests import cast

from .authenticator_app import give_password

pytestmark = pytest.mark.django_db
CHOSEN = "seven green boats at noon"
BOTH = {"new_password1": CHOSEN, "new_password2": CHOSEN}


@pytest.fixture
def owner() -> Client:
    return cast.signed_in(cast.make_olive())


@pytest.fixture
def invited(owner, mailoutbox) -> User:
    desk = Group.objects.get(name=cast.FRONT_DESK)
    fields = {"first_name": "Nia", "last_name": "New", "email": "nia@clinic.example", "groups": [desk.pk]}
    answer = owner.post("/admin/users/new/", fields, follow=True)
    assert "is sent an invitation" in answer.content.decode()
    return User.objects.get(email="nia@clinic.example")


def link_of(mail: Any) -> str:
    return re.search(r"http://[^/]+(/admin/password_reset/\S+)", mail.body)[1]


def test_whoever_is_added_chooses_the_password_and_only_once(invited, mailoutbox):
    [mail] = mailoutbox
    assert mail.to == [invited.email]
    assert AccountEvent.objects.filter(kind="invited", account_number=invited.pk).count() == 1
    link, browser = link_of(mail), Client()
    assert invited.email in browser.get(link).content.decode()
    assert "easy to guess" in browser.post(link, dict.fromkeys(BOTH, "password12345678")).content.decode()
    assert browser.post(link, BOTH).headers["Location"] == "/admin/login/"
    assert browser.get("/admin/").status_code == 302, "choosing a password signs nobody in"
    assert Client().post(link, BOTH).status_code == 410
    assert give_password(browser, invited.email, CHOSEN).headers["Location"] == "/admin/"


@pytest.mark.parametrize(("purpose", "hours"), [(INVITATION, 72), (RESET, 1), (NEW_ADDRESS, 24)])
def test_a_link_ends_after_its_hours(purpose, hours, monkeypatch):
    freya, now = cast.make_freya(), time.time()
    token = purpose.signer(freya).sign(str(freya.pk))
    for minutes, account in ((-1, freya), (1, None)):
        monkeypatch.setattr("time.time", lambda minutes=minutes: now + hours * 3600 + minutes * 60)
        assert account_behind(purpose, token) == account


def test_a_forged_link_and_one_for_another_purpose_are_none(invited, mailoutbox):
    link = link_of(mailoutbox[0])
    other = link.replace("/invitation/", "/reset/")
    olive = User.objects.get(first_name="Olive")
    theirs = re.sub(r"/\d+\.", f"/{olive.pk}.", link)
    for forged in (other, theirs, link[:-2] + "/", re.sub(r"/\d+\.", f"/{'9' * 30}.", link)):
        assert Client().post(forged, BOTH).status_code == 410, forged
    assert Client().get("/admin/password_reset/sign-in/x/").status_code == 400


def test_an_invitation_can_be_sent_again_and_to_a_corrected_address(
    owner, invited, mailoutbox, django_capture_on_commit_callbacks
):
    form = f"/admin/users/edit/{invited.pk}/"
    assert "Send the invitation again" in owner.get(form).content.decode()
    owner.post(f"/admin/users/invite/{invited.pk}/")
    assert [mail.to for mail in mailoutbox] == [[invited.email]] * 2
    fields = {"first_name": "Nia", "last_name": "New", "email": "nia.new@clinic.example"}
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(form, {**fields, "groups": [invited.groups.get().pk]})
    assert mailoutbox[2].to == ["nia.new@clinic.example"]
    assert Client().post(link_of(mailoutbox[0]), BOTH).status_code == 410
    assert Client().post(link_of(mailoutbox[2]), BOTH).status_code == 302
    assert owner.post(f"/admin/users/invite/{invited.pk}/").status_code == 302
    assert len(mailoutbox) == 3, "whoever has a password needs no invitation"


def test_a_reset_goes_to_nobody_who_has_not_answered_the_invitation(invited, mailoutbox):
    freya = cast.make_freya()
    for email in (invited.email, "nobody@clinic.example", freya.email):
        answer = Client().post("/admin/password_reset/", {"email": email}, follow=True)
        assert "on its way" in answer.content.decode()
    assert [mail.to for mail in mailoutbox[1:]] == [[freya.email]]


def test_an_address_that_an_administrator_sets_lets_nobody_in_before_it_is_confirmed(
    mailoutbox, django_capture_on_commit_callbacks
):
    sam, freya = cast.make_sam(), cast.make_freya()
    fields = {"first_name": "Freya", "last_name": "Desk", "email": "frieda@clinic.example"}
    with django_capture_on_commit_callbacks(execute=True):
        cast.signed_in(sam).post(f"/admin/users/edit/{freya.pk}/", fields)
    assert [mail.to for mail in mailoutbox] == [["frieda@clinic.example"], ["freya@clinic.example"]]
    assert give_password(Client(), "frieda@clinic.example").status_code == 200
