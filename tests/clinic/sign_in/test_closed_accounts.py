"""A closed account: its right password counts as a wrong one, and no link that was sent to it works."""

import re
from typing import Any

from django.test import Client

import pytest

from clinic.models import AccountEvent, User
from clinic.sign_in.links import INVITATION, RESET, new_address_link, password_link
from clinic.sign_in.mail import send_about, send_invitation, send_new_address
from tests import cast
from tests.factories import PASSWORD

from .authenticator_app import give_password

pytestmark = pytest.mark.django_db
CHOSEN = dict.fromkeys(("new_password1", "new_password2"), "seven green boats at noon")


@pytest.fixture
def freya() -> User:
    return cast.make_freya()


def close(account: User) -> None:
    """Close the account, and leave its sessions to whoever asks at the next page."""
    User.objects.filter(pk=account.pk).update(is_active=False)


def test_the_right_password_of_a_closed_account_is_counted_as_a_wrong_one(freya):
    close(freya)
    before = AccountEvent.objects.count()
    answers = [give_password(Client(), freya.email, PASSWORD).status_code for _ in range(6)]
    assert answers[5] == 429, "which password is right is not told by never having to wait"
    kinds = [*AccountEvent.objects.order_by("pk").values_list("kind", flat=True)]
    assert kinds[before:] == ["failed"] * 5 + ["held_back"]


def test_no_link_to_a_closed_account_works(freya):
    links = [
        password_link(RESET, freya),
        password_link(INVITATION, freya),
        new_address_link(freya, "frieda@clinic.example"),
    ]
    before = User.objects.values("password", "email").get(pk=freya.pk)
    paths = [re.sub(r"^https?://[^/]+", "", link) for link in links]
    assert [Client().get(path).status_code for path in paths] == [200] * 3
    close(freya)
    assert [Client().get(path).status_code for path in paths] == [410] * 3
    assert [Client().post(path, CHOSEN).status_code for path in paths] == [410] * 3
    assert User.objects.values("password", "email").get(pk=freya.pk) == before


def test_a_closed_account_is_sent_no_link_that_leads_nowhere(freya, mailoutbox: Any):
    send_invitation(freya)
    send_new_address(freya, "frieda@clinic.example")
    send_about("factor_reset", freya)
    close(freya)
    assert ["Your second step" in mail.subject for mail in mailoutbox] == [True]
