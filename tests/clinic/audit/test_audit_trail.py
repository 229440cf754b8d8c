"""Audit trail: what happens to accounts is written by whatever door, by the database's clock, and stays."""

from typing import Any

from django.db import DatabaseError, connection, transaction
from django.test import Client

import pytest

from clinic.accounts.recording import mark_of, record_event
from clinic.models import AccountEvent, EventKind, User
from clinic.senders.devices import device_in_words
from tests import cast
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


def events(**wanted: Any) -> list[tuple[str, str, str]]:
    """What was written: kind, account, actor; the first first."""
    found = AccountEvent.objects.filter(**wanted).exclude(kind=EventKind.ADDED).order_by("pk")
    return [(one.kind, one.account_email, one.actor_email) for one in found]


def test_signing_in_and_out_is_written_with_device_and_network():
    freya, browser = cast.make_freya(), Client(headers={"User-Agent": FIREFOX}, REMOTE_ADDR="203.0.113.7")
    for email, password in [(freya.email, "wrong"), ("ghost@clinic.example", "x"), (freya.email, PASSWORD)]:
        browser.post("/admin/login/", {"login": email, "password": password})
    browser.post("/admin/logout/")
    assert events() == [
        ("failed", freya.email, ""),
        ("failed", "", ""),
        ("signed_in", freya.email, freya.email),
        ("signed_out", freya.email, freya.email),
    ]
    mark = mark_of(" Ghost@clinic.example")
    assert AccountEvent.objects.get(typed=mark).account_number is None
    assert set(AccountEvent.objects.values_list("typed", flat=True)) == {"", mark}
    assert set(AccountEvent.objects.exclude(kind="added").values_list("network", "device")) == {
        ("203.0.113.0/24", "Firefox on Windows")
    }


def test_nobody_without_the_key_makes_the_mark_of_an_address(settings):
    mark = mark_of("ghost@clinic.example")
    settings.SECRET_KEY = "other-key-of-another-clinic"
    assert mark_of("ghost@clinic.example") != mark


def test_changes_of_an_account_are_written_with_whoever_made_them():
    freya, olive = cast.make_freya(), cast.make_olive()
    freya.set_unusable_password()
    freya.save()
    browser = cast.signed_in(olive)
    fields = {"first_name": "F", "last_name": "D", "email": "new@clinic.example", "groups": []}
    browser.post(f"/admin/users/edit/{freya.pk}/", fields)
    browser.post(f"/admin/users/delete/{freya.pk}/", {"what": "keep"})
    freya.refresh_from_db()
    freya.set_password("another password entirely")
    freya.save()
    written = [(one.kind, one.actor_email, one.details) for one in AccountEvent.objects.order_by("pk")]
    assert written[-5:] == [
        ("email_changed", olive.email, {"before": "freya@clinic.example"}),
        ("invited", olive.email, {}),
        ("roles_changed", olive.email, {"given": [], "taken": ["Front desk"]}),
        ("deactivated", olive.email, {}),
        ("password_changed", "", {"first": True}),
    ]


def test_whoever_becomes_an_administrator_is_written_down():
    freya = cast.make_freya()
    for freya.is_superuser in (True, False):
        freya.save()
    written = AccountEvent.objects.filter(kind=EventKind.ROLES_CHANGED).order_by("pk")
    assert [one.details for one in written] == [{"given": ["Administrator"]}, {"taken": ["Administrator"]}]


def test_a_password_that_is_only_hashed_anew_was_not_changed(settings):
    freya = cast.make_freya()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert freya.check_password(PASSWORD)
    freya.refresh_from_db()
    assert freya.password.startswith("scrypt"), "it was hashed anew"
    assert events() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE clinic_accountevent SET account_email = 'somebody@clinic.example'",
        "DELETE FROM clinic_accountevent",
        "TRUNCATE clinic_accountevent",
    ],
)
def test_no_event_is_changed_or_removed(statement):
    record_event(EventKind.SIGNED_IN, cast.make_freya())
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute(statement)


def test_no_event_has_a_date_of_its_own():
    record_event(EventKind.SIGNED_IN, cast.make_freya())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO clinic_accountevent"
            " (at, kind, account_email, actor_email, typed, network, device, details)"
            " VALUES ('2020-01-01', 'failed', '', '', '', '', '', '{}')"
            " RETURNING at > now() - interval '1 minute'"
        )
        assert cursor.fetchone() == (True,)


def test_an_account_that_goes_leaves_its_events():
    freya = cast.make_freya()
    record_event(EventKind.SIGNED_IN, freya, actor=freya)
    User.objects.filter(pk=freya.pk).delete()
    assert events() == [("signed_in", freya.email, freya.email), ("deleted", freya.email, "")]


@pytest.mark.parametrize(
    ("person", "reads"),
    [(cast.make_olive, True), (cast.make_sam, True), (cast.make_freya, False), (cast.make_ed, False)],
)
def test_the_owner_reads_the_report_and_nobody_takes_it_away(person, reads):
    finn, browser = cast.make_finn(), cast.signed_in(person())
    record_event(EventKind.FAILED, finn)
    record_event(EventKind.FAILED, typed="ghost@clinic.example")
    page = browser.get("/admin/account-events/?kind=failed")
    assert (page.status_code == 200) == reads
    if reads:
        text = page.content.decode()
        assert finn.email in text
        assert "No such account (#" in text
        assert "ghost@" not in text
        assert (
            not browser.get("/admin/account-events/?export=csv")
            .headers["Content-Type"]
            .startswith("text/csv")
        )
    assert ("account-events" in browser.get("/admin/").content.decode()) == reads


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) CriOS/130 Safari/604.1",
            "Chrome on iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel) Version/18.0 Safari/605.1.15", "Safari on Mac"),
        ("<b>curl</b>", "An unknown browser"),
    ],
)
def test_a_device_is_told_in_our_words(agent, words):
    assert device_in_words(agent) == words
