"""Emergency account: for an hour, recorded, told to every owner, ended by itself."""

import re
from datetime import timedelta
from io import StringIO

from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client

import pytest

from clinic.models import AccountEvent, EventKind, User
from tests import cast

pytestmark = pytest.mark.django_db


def break_glass() -> tuple[str, str]:
    """Run the command; the address and the password that it prints."""
    told = StringIO()
    call_command("break_glass", "--for=Tess Technician", "--reason=All passkeys are lost", stdout=told)
    found = re.search(r"Address: (\S+)\nPassword: (\S+)", told.getvalue())
    assert found, told.getvalue()
    return found[1], found[2]


def test_an_emergency_account_lasts_an_hour_and_every_owner_is_told(mailoutbox):
    cast.make_freya()
    olive, sam, browser = cast.make_olive(), cast.make_sam(), Client()
    email, password = break_glass()
    browser.post("/admin/login/", {"login": email, "password": password})
    assert browser.get("/admin/users/").status_code == 200
    event = AccountEvent.objects.get(kind=EventKind.BREAK_GLASS)
    assert event.details == {"for_whom": "Tess Technician", "reason": "All passkeys are lost"}
    call_command("run_worker", "--once")
    told = [mail for mail in mailoutbox if "mergency" in mail.subject]
    assert sorted(mail.to for mail in told) == [[olive.email], [sam.email]]
    assert "Tess" not in told[0].body
    assert not [mail for mail in mailoutbox if mail.to == [email]], "nobody reads its mail"

    User.objects.filter(email=email).update(ends_at=F("ends_at") - timedelta(minutes=61))
    assert browser.get("/admin/users/").status_code == 302, "whatever the worker does"
    answer = Client().post("/admin/login/", {"login": email, "password": password})
    assert answer.status_code == 200, "and not in again"
    call_command("run_worker", "--once")
    assert not User.objects.get(email=email).is_active
    assert AccountEvent.objects.filter(kind=EventKind.BREAK_GLASS_OVER).count() == 1
    assert len([mail for mail in mailoutbox if "has ended" in mail.subject]) == 2


def test_it_is_made_for_somebody_and_for_a_reason():
    with pytest.raises(CommandError, match="for whom"):
        call_command("break_glass", "--for=Tess", "--reason= ")
    assert not User.objects.exists()
