"""What Postgres itself keeps: the files of the database, the log of changes, and the lines that it says."""

from collections.abc import Iterator
from pathlib import Path

from django.db import connection

import pytest

from .sinks import Sink, files


def cluster_sinks() -> list[Sink]:
    """The places of the cluster, each with a leak."""
    return [
        Sink("write-ahead log", lambda: _files("pg_wal"), _leak_into_the_wal),
        Sink("data directory", lambda: _files("base"), _leak_into_a_table),
        Sink("log of Postgres", lambda: _files("log"), _leak_into_the_log),
    ]


def _files(kind: str) -> Iterator[tuple[str, bytes | str]]:
    """Of this test's database alone, as tests that run meanwhile write into their own."""
    with connection.cursor() as cursor:
        # Whatever is still in memory is on the disk afterwards. A checkpoint would drop the log of changes.
        cursor.execute("SELECT pg_switch_wal()" if kind == "pg_wal" else "CHECKPOINT")
        cursor.execute(
            "SELECT oid, current_setting('data_directory') FROM pg_database"
            " WHERE datname = current_database()"
        )
        number, data = cursor.fetchone()
    folder = Path(data)
    places = {
        "base": folder / "base" / str(number),
        "pg_wal": folder / "pg_wal",
        "log": folder.parent / "log",
    }
    if not places[kind].exists():
        pytest.skip("Postgres is on another machine: its files cannot be read here.")
    if kind == "log":
        yield kind, places[kind].read_bytes()
    else:
        yield from files(places[kind])


def _leak_into_a_table(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE leak_of_a_test AS SELECT %s AS word", [word])


def _leak_into_the_wal(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_logical_emit_message(false, 'leak', %s)", [word])


def _leak_into_the_log(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE LOG '{word}'; END $$")
