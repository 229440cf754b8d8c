"""A second factor that was lost is taken away by two people together, never by one, and its owner is told."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.test import Client

import pytest
from allauth.mfa.models import Authenticator

from clinic.models import AccountEvent, SecondFactorReset, User
from clinic.sign_in.lost_factors import ask_for_reset, confirm_reset, take_back_reset
from tests import cast
from tests.factories import make_user
from tests.interleaving import meanwhile

from .authenticator_app import give_password, set_up_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def freya() -> User:
    return cast.make_freya()


@pytest.fixture
def own(freya: User) -> Client:
    """A browser in which Freya is signed in, with an app on her phone."""
    browser = Client()
    give_password(browser, freya.email)
    set_up_app(browser)
    return browser


@pytest.fixture
def finn() -> User:
    """A colleague who has a second step, too."""
    finn = cast.make_finn()
    Authenticator.objects.create(user=finn, type="recovery_codes", data={})
    return finn


def press(browser: Client, account: User, what: str) -> str:
    return browser.post(
        f"/admin/users/second-step/{account.pk}/", {"what": what}, follow=True
    ).content.decode()


def has_factor(account: User) -> bool:
    return account.authenticator_set.exists()


def test_two_people_take_it_away_and_its_owner_is_told(freya, own, finn, mailoutbox):
    olive, sam = cast.signed_in(cast.make_olive()), cast.signed_in(cast.make_sam())
    press(olive, freya, "ask")
    assert "Nobody asks for this" not in press(sam, freya, "confirm")
    assert not has_factor(freya)
    assert has_factor(finn), "nobody else's"
    assert not SecondFactorReset.objects.exists()
    assert own.get("/admin/requests/").status_code == 302, "whoever has the phone may be in a session"
    assert [mail.to for mail in mailoutbox[-2:]] == [[freya.email]] * 2
    assert all("Your second step" in mail.subject for mail in mailoutbox[-2:])
    said = AccountEvent.objects.filter(kind__startswith="factor_reset", account_number=freya.pk)
    assert {(one.kind, one.actor_email) for one in said} == {
        ("factor_reset_asked", "olive@clinic.example"),
        ("factor_reset", "sam@clinic.example"),
    }
    assert said.get(kind="factor_reset").details == {"asked_by": "olive@clinic.example"}
    assert give_password(Client(), freya.email).headers["Location"] == "/admin/"


def test_a_second_person_may_ask_anew_and_then_the_first_confirms(freya, own):
    olive, sam = cast.signed_in(cast.make_olive()), cast.signed_in(cast.make_sam())
    press(olive, freya, "ask")
    press(sam, freya, "ask")
    press(sam, freya, "confirm")
    assert has_factor(freya)
    press(olive, freya, "confirm")
    assert not has_factor(freya)


def test_nobody_confirms_what_they_asked_for(freya, own):
    olive = cast.signed_in(cast.make_olive())
    press(olive, freya, "confirm")
    press(olive, freya, "ask")
    press(olive, freya, "confirm")
    assert has_factor(freya)


def test_of_two_who_confirm_at_once_one_does(freya, own, mailoutbox):
    olive, sam, other = cast.make_olive(), cast.make_sam(), make_user(is_superuser=True)
    ask_for_reset(freya, olive)
    with meanwhile("clinic_secondfactorreset", lambda: confirm_reset(freya, other)):
        assert not confirm_reset(freya, sam)
    assert AccountEvent.objects.get(kind="factor_reset").actor_email == other.email


def test_who_lost_it_neither_asks_nor_confirms_nor_takes_back(freya, finn):
    with pytest.raises(PermissionDenied):
        ask_for_reset(freya, freya)
    ask_for_reset(freya, finn)
    with pytest.raises(PermissionDenied):
        confirm_reset(freya, freya)
    take_back_reset(freya, freya)
    assert SecondFactorReset.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondFactorReset.objects.update(asked_by=freya)


def test_nobody_helps_themselves_or_whoever_is_mightier(freya, own):
    olive, sam = cast.make_olive(), cast.make_sam()
    for who, account in ((olive, olive), (olive, sam), (freya, olive), (freya, freya)):
        browser = cast.signed_in(who)
        assert browser.get(f"/admin/users/second-step/{account.pk}/").status_code == 302
        press(browser, account, "ask")
    assert not AccountEvent.objects.filter(kind="factor_reset_asked").exists()


def test_nobody_lets_a_closed_account_in_again(freya):
    freya.is_active = False
    freya.set_unusable_password()
    freya.save()
    browser = cast.signed_in(cast.make_sam())
    for page in ("second-step", "invite"):
        assert browser.get(f"/admin/users/{page}/{freya.pk}/").status_code == 404, page


def test_a_day_later_it_is_asked_for_no_more(freya, own):
    olive, sam = cast.signed_in(cast.make_olive()), cast.signed_in(cast.make_sam())
    press(olive, freya, "ask")
    asked = "Olive Owner asks for"
    for minutes, still in ((-1, True), (1, False)):
        SecondFactorReset.objects.update(asked_at=Now() - timedelta(hours=24, minutes=minutes))
        for path in ("/admin/", f"/admin/users/second-step/{freya.pk}/"):
            assert (asked in sam.get(path).content.decode()) == still, path
    assert "Nobody asks for this any more" in press(sam, freya, "confirm")
    assert has_factor(freya)


def test_taken_back_it_is_asked_for_no_more(freya, own, finn):
    ask_for_reset(finn, freya)
    olive, sam = cast.signed_in(cast.make_olive()), cast.signed_in(cast.make_sam())
    press(olive, freya, "ask")
    asked = "Olive Owner asks for a reset of the second step of Freya Desk."
    assert asked in sam.get("/admin/").content.decode()
    assert asked not in olive.get("/admin/").content.decode()
    assert "Reset the second step" in sam.get(f"/admin/users/second-step/{freya.pk}/").content.decode()
    press(olive, freya, "take_back")
    assert SecondFactorReset.objects.get().account == finn, "another's question stays"
    assert "Nobody asks for this any more" in press(sam, freya, "confirm")
    assert has_factor(freya)


def test_a_borrowed_session_asks_for_nothing(freya, own):
    sam, olive = cast.make_sam(), cast.signed_in(cast.make_olive())
    borrowed = cast.signed_in(sam)
    cast.proves_it(borrowed, sam, minutes_ago=6)
    press(borrowed, freya, "ask")
    assert "Nobody asks for this" in press(olive, freya, "confirm")
    assert has_factor(freya)
