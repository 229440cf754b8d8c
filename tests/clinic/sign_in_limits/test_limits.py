"""Limits of signing in: they hold before anything is hashed, never for good, and tell nobody who exists."""

import fcntl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import BasePasswordHasher, MD5PasswordHasher
from django.db import connection
from django.test import Client, RequestFactory

import pytest

from clinic.models import AccountEvent, EventKind, SignInTry, User
from clinic.senders.acting import acting_request
from clinic.sign_in_limits import hashing
from clinic.sign_in_limits.counting import forget_old_tries
from clinic.sign_in_limits.hashing import CappedPBKDF2PasswordHasher, HashingBusy, hash_slot
from tests import cast
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
WRONG = "not the password"
NOBODY = "nobody@clinic.example"


@pytest.fixture
def freya() -> User:
    return cast.make_freya()


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that is hashed from now on."""
    passwords: list[str] = []
    as_it_was = MD5PasswordHasher.encode

    def encode(self: BasePasswordHasher, password: str, salt: str) -> str:
        passwords.append(password)
        return as_it_was(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return passwords


def attempt(
    email: str, password: str = WRONG, browser: Client | None = None, address: str = "203.0.113.7"
) -> Any:
    """Send the sign-in once."""
    fields = {"login": email, "password": password}
    return (browser or Client()).post("/admin/login/", fields, REMOTE_ADDR=address)


def minutes_pass(minutes: int) -> None:
    """Let every try have been so much earlier."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clinic_signintry SET last_at = last_at - %s", [timedelta(minutes=minutes)])


@pytest.mark.parametrize("email", ["freya@clinic.example", NOBODY])
def test_the_sixth_try_is_refused_before_it_is_hashed_and_says_how_long(email, freya, hashed):
    answers = [attempt(email, address=f"203.0.113.{number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert len(hashed) == 5, "an account that does not exist is hashed as often, the sixth not at all"
    assert "Please try again in 1 minute." in answers[5].content.decode()
    assert answers[5].headers["Retry-After"] == "60"
    assert attempt(email, PASSWORD).status_code == 429, "not even with the right password"


def test_waiting_doubles_and_is_never_for_good(freya):
    for _ in range(5):
        attempt(freya.email)
    for minutes in (1, 2, 4):
        assert f"again in {minutes} minute" in attempt(freya.email).content.decode()
        minutes_pass(minutes)
        assert attempt(freya.email).status_code == 200
    minutes_pass(60)
    assert attempt(freya.email, PASSWORD).status_code == 302
    assert attempt(freya.email).status_code == 200, "the right password begins anew"


def test_nobody_waits_longer_than_an_hour(freya):
    attempt(freya.email)
    SignInTry.objects.update(tries=5 + 9)
    assert attempt(freya.email).headers["Retry-After"] == "3600"


def test_a_quarter_of_an_hour_forgets_few_tries(freya):
    for _ in range(4):
        attempt(freya.email)
    minutes_pass(16)
    assert [attempt(freya.email).status_code for _ in range(5)] == [200] * 5
    minutes_pass(25 * 60)
    assert forget_old_tries() == SignInTry.objects.count() + 2


def test_a_connection_has_twenty_tries_at_whatever_accounts(freya):
    addresses = [f"2001:db8:0:7::{number:x}" for number in range(1, 22)]
    answers = [attempt(f"{n}@clinic.example", address=one) for n, one in enumerate(addresses)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert attempt(freya.email, address="2001:db8:0:8::1").status_code == 200, "the next connection"


@pytest.mark.parametrize(("hops", "address"), [(0, "203.0.113.7"), (1, "198.51.100.9")])
def test_the_connection_is_what_our_own_proxy_saw(hops, address, settings, freya):
    settings.TRUSTED_PROXY_HOPS = hops
    headers = [{"X-Forwarded-For": f"10.0.0.{n}, 198.51.100.9"} for n in range(21)]
    sent = [
        Client().post(
            "/admin/login/",
            {"login": f"{n}@clinic.example", "password": "wrong"},
            headers=headers[n],
            REMOTE_ADDR="203.0.113.7",
        )
        for n in range(21)
    ]
    assert sent[20].status_code == 429


def test_whoever_tries_elsewhere_does_not_shut_out_a_known_device(freya):
    own = Client()
    attempt(freya.email, PASSWORD, own)
    own.post("/admin/logout/")
    for number in range(30):
        attempt(freya.email, address=f"203.0.113.{number}")
        attempt(NOBODY)
    assert attempt(freya.email).status_code == 429
    assert attempt(freya.email, PASSWORD, own).status_code == 302
    own.post("/admin/logout/")
    assert attempt(NOBODY, PASSWORD, own).status_code == 429, "known is the device for its own person"
    assert [attempt(freya.email, "wrong", own).status_code for _ in range(6)] == [200] * 5 + [429]


def test_what_was_typed_before_comes_along(freya):
    for _ in range(5):
        attempt(freya.email)
    page = Client().post("/admin/login/", {"login": freya.email, "password": "x", "kept": "sealed-words"})
    assert page.status_code == 429
    assert 'name="kept" value="sealed-words"' in page.content.decode()


def test_tries_and_their_addresses_are_kept_as_keyed_hashes(freya):
    attempt(freya.email)
    attempt(NOBODY)
    kept = (
        f"{[*SignInTry.objects.values_list()]} {[*AccountEvent.objects.filter(kind='failed').values_list()]}"
    )
    assert NOBODY not in kept
    assert "203.0.113.7" not in kept
    assert "203.0.113.0/24" in kept


@contextmanager
def answering(user: Any = None) -> Iterator[None]:
    """As in a process of the web, which answers somebody."""
    request = RequestFactory().get("/")
    request.user = user
    token = acting_request.set(request)
    try:
        yield
    finally:
        acting_request.reset(token)


def test_one_password_is_hashed_at_a_time_and_the_others_are_refused_at_once(freya, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.HeldHasher"]
    with answering(), hash_slot():
        answer = attempt(freya.email)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert not AccountEvent.objects.filter(kind=EventKind.FAILED).exists(), "nothing was checked"
        assert set(SignInTry.objects.values_list("tries", flat=True)) == {0}, "nor counted"
    assert attempt(freya.email).status_code == 200


def test_another_process_that_hashes_takes_the_turn_too(freya, settings, tmp_path, monkeypatch):
    settings.PASSWORD_HASHERS = [f"{__name__}.HeldHasher"]
    # Apart from what others try on this machine meanwhile.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(hashing, "HASHES_AT_ONCE", 1)
    monkeypatch.setattr(hashing, "_PATIENCE", 0)
    with answering(), hash_slot():
        [held] = tmp_path.iterdir()
    with held.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert attempt(freya.email).status_code == 503
    assert attempt(freya.email).status_code == 200


class HeldHasher(CappedPBKDF2PasswordHasher):
    """As many rounds as a test can wait for."""

    iterations = 1


def test_somebody_known_waits_in_a_place_that_no_stranger_takes(freya):
    begun, results = threading.Event(), []

    def known() -> None:
        with answering(freya):
            begun.set()
            with hash_slot():
                results.append("known")

    with answering(), hash_slot():
        waiting = threading.Thread(target=known)
        waiting.start()
        begun.wait()
        with pytest.raises(HashingBusy), answering(), hash_slot():
            pass
        assert not results, "still its turn is not come"
    waiting.join()
    assert results == ["known"]


def test_a_command_is_under_the_limit_of_the_account_alone(freya):
    assert authenticate(None, username=freya.email, password=PASSWORD) == freya
