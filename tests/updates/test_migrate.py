"""`migrate` beside a site that runs: one at a time, and patients first."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection

import psycopg2
import pytest

from clinic.database.addresses import signed_in_as
from clinic.management.commands import migrate
from tests.databases import copy_of

READ = "SELECT 1 FROM appointments_appointmentrequest LIMIT 1"
LOCK = "hashtextextended('clinic migrate', 0)"
LONGEST = 8


@pytest.fixture(scope="module", autouse=True)
def database(untouched_database: str, django_db_blocker: Any) -> Iterator[None]:
    """A database in which something can be migrated."""
    with (
        django_db_blocker.unblock(),
        copy_of(untouched_database, "migrating") as name,
        signed_in_as({"NAME": name}),
    ):
        yield


@pytest.fixture(autouse=True)
def one_migration(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One to apply, of an app that has none; what Django does after each `migrate` is left out."""
    settings.MIGRATION_MODULES = {"staticfiles": "tests.updates.waiting_migrations"}
    monkeypatch.setattr(
        "django.core.management.commands.migrate.emit_post_migrate_signal", lambda *_a, **_k: 0
    )
    monkeypatch.setattr(migrate, "PAUSE_SECONDS", 0.2)


def connected() -> Any:
    """A connection beside the one of `migrate`."""
    place = connection.get_connection_params()
    known = {name: place[name] for name in ("host", "port", "user", "password", "dbname") if place.get(name)}
    return closing(psycopg2.connect(**known))


class Listening(StringIO):
    """What a command says; ``then`` is called when it says that a table is in use."""

    def __init__(self, then: Callable[[], object]) -> None:
        super().__init__()
        self.then = then

    def write(self, text: str) -> int:
        if "in use" in text:
            self.then()
        return super().write(text)


def run_migrate(target: str, then: Callable[[], object] = str) -> str:
    said = Listening(then)
    call_command("migrate", "staticfiles", target, stdout=said)
    return said.getvalue()


def columns() -> list[Any]:
    with connected() as other, other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_attribute WHERE attname = 'of_a_test' AND attnum > 0")
        return cursor.fetchall()


def test_a_table_that_is_in_use_is_waited_for_and_patients_do_not_wait_behind():
    with connected() as reader, connected() as patient:
        reader.cursor().execute(READ)
        # Should nobody say anything.
        ends = threading.Timer(LONGEST, reader.rollback)
        patient.autocommit = True
        waits = [0.0]
        is_done = threading.Event()

        def send() -> None:
            while not is_done.wait(0.02):
                began = time.monotonic()
                patient.cursor().execute(READ)
                waits.append(time.monotonic() - began)

        sending = threading.Thread(target=send)
        ends.start()
        sending.start()
        said = run_migrate("0001", reader.rollback)
        is_done.set()
        sending.join()
        ends.cancel()
    assert "A table is in use" in said
    assert columns()
    assert max(waits) < LONGEST / 2, "nobody waits as long as the reader reads"
    run_migrate("zero")
    assert not columns()


def test_a_table_that_stays_in_use_ends_it_with_words_and_nothing_half_done(monkeypatch):
    monkeypatch.setattr(migrate, "TRIES", 1)
    with connected() as reader:
        reader.cursor().execute(READ)
        with pytest.raises(CommandError, match="was in use all the time"):
            run_migrate("0001")
    assert not columns()


def test_a_second_migrate_says_that_it_waits_and_then_finds_the_first_one_done():
    with connected() as other:
        other.autocommit = True
        other.cursor().execute(f"SELECT pg_advisory_lock({LOCK})")
        ends = threading.Timer(0.3, lambda: other.cursor().execute(f"SELECT pg_advisory_unlock({LOCK})"))
        ends.start()
        said = run_migrate("0001")
        ends.join()
        assert said.startswith("Another migrate is running. Waiting")
        cursor = other.cursor()
        cursor.execute(f"SELECT pg_try_advisory_lock({LOCK})")
        assert cursor.fetchone() == (True,), "whoever comes next need not wait"
    run_migrate("zero")
