"""A slow, locked or silent database holds nobody up for longer than their role's limit."""

import time
from contextlib import closing

from django.db import OperationalError, connection, transaction
from django.test import Client

import psycopg2
import pytest
from psycopg2 import extensions

from clinic.checks import check_limits_of_time
from clinic.database.erasing import erasing
from clinic.database.limits import REPORT_SECONDS, end_silence_after, patience, patient_for, within
from clinic.database.roles import Roles
from tests.clinic.database.test_roles import connected
from tests.databases import address_as, address_of, copy_of
from tests.factories import make_details

SETTINGS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
ROLES = Roles()
# Web before worker: somebody waits. The owner waits less than whoever waits behind it.
LIMITS = {
    ROLES.web: ("5s", "2s", "30s"),
    ROLES.worker: ("1min", "10s", "1min"),
    ROLES.owner: ("0", "1s", "0"),
}


class Canceled(psycopg2.errors.QueryCanceled):
    pgcode = "57014"


def shown(cursor, *names: str) -> tuple[str, ...]:
    found = []
    for name in names:
        cursor.execute(f"SHOW {name}")
        found += cursor.fetchone()
    return tuple(found)


def test_each_role_signs_in_with_its_limits(untouched_database):
    with copy_of(untouched_database, "limits") as name:
        for role, limits in LIMITS.items():
            with connected(address_as(role, address_of(name))) as cursor:
                assert shown(cursor, *SETTINGS) == limits, role


@pytest.mark.django_db
def test_what_takes_longer_says_so_for_its_transaction_only():
    with connection.cursor() as cursor, transaction.atomic():
        with within(REPORT_SECONDS):
            assert shown(cursor, "statement_timeout") == ("25s",)
            assert patience() == REPORT_SECONDS
        assert patience() is None
        with erasing():
            assert shown(cursor, *SETTINGS) == ("5min", "5s", "1min")


@pytest.mark.django_db
def test_a_role_without_limits_is_warned_of():
    # That of the tests, which is a superuser's.
    assert [found.id for found in check_limits_of_time(None)] == ["clinic.W016"]


@pytest.mark.parametrize(
    ("cause", "words"),
    [(Canceled, "could not answer in time"), (psycopg2.OperationalError, "closed for a moment")],
)
def test_a_page_says_whether_it_was_slow_or_away(db, monkeypatch, cause, words):
    make_details()

    def fail(*_args):
        raise OperationalError from cause()

    monkeypatch.setattr("articles.finding.views.find", fail)
    page = Client(raise_request_exception=False).get("/search/?query=back")
    assert page.status_code == 503
    assert words in page.content.decode()
    assert "949-510-6333" in page.content.decode()


def test_a_postgres_that_says_nothing_is_given_up(db):
    """Here it answers too late, because it sleeps: to whoever waits that is the same."""
    place = connection.get_connection_params()
    place.pop("cursor_factory", None)
    end_silence_after(0.3)
    try:
        with closing(psycopg2.connect(**place)) as own:
            cursor = own.cursor()
            with patient_for(5):
                cursor.execute("SELECT pg_sleep(0.6), 'answer'")
            assert cursor.fetchone()[1] == "answer"
            began = time.monotonic()
            with pytest.raises(psycopg2.OperationalError):
                cursor.execute("SELECT pg_sleep(20)")
            assert time.monotonic() - began < 5
            assert own.closed
    finally:
        extensions.set_wait_callback(None)
