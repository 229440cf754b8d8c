"""Limits of time in the database: by role, for what takes longer, and for a Postgres that says nothing.

They are settings of the roles, so that they hold behind a pooler too, which drops what a connection asks for
at its start. Whoever takes longer says so within a transaction. A Postgres that is stopped, or on a machine
that is gone, ends nothing by itself: the web server's threads stop waiting after a while.
"""

import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

import psycopg2
from psycopg2 import extensions

from .addresses import is_direct


@dataclass(frozen=True)
class Limits:
    """Seconds that a statement, a wait for a lock and silence within a transaction may last; 0: for ever."""

    statement: int
    lock: int
    silence: int

    def settings(self) -> dict[str, str]:
        """Return Postgres' settings for them."""
        return {
            "statement_timeout": f"{self.statement}s",
            "lock_timeout": f"{self.lock}s",
            "idle_in_transaction_session_timeout": f"{self.silence}s",
        }


# Somebody waits for the page, and behind them others for the thread.
WEB = Limits(statement=5, lock=2, silence=30)
WORKER = Limits(statement=60, lock=10, silence=60)
# Who waits for a table holds up everybody who comes after: for less time than those wait themselves.
OWNER = Limits(statement=0, lock=1, silence=0)
RETENTION = Limits(statement=300, lock=5, silence=60)
# A report of two years, or a file of all requests.
REPORT_SECONDS = 25
# A server that is there answers at once.
CONNECT_SECONDS = 3


class _Patience(threading.local):
    """Seconds that a thread waits for an answer, where it waits longer than others."""

    seconds: float | None = None


_patience = _Patience()


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Let each statement of the block take so long, in a transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds}s"])
        with patient_for(seconds):
            yield


def has_limits() -> bool:
    """Return whether the role of the connection has limits, whatever this connection has made of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(reset_val <> '0') FROM pg_settings "
            "WHERE name IN ('statement_timeout', 'lock_timeout')"
        )
        return bool(cursor.fetchone()[0])


def take_time(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Lift the limits of a command's connection: nobody waits for it but who started it.

    A pooler would give the connection without limits to patients afterwards, so there they hold.
    """
    if not is_direct(connection):
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET lock_timeout = '30s'")


def patience() -> float | None:
    """Return how long this thread waits, where it waits longer than others."""
    return _patience.seconds


def end_silence_after(seconds: float) -> None:
    """Let this process wait so long for each answer; then its connection is closed, with OperationalError."""

    def wait(connection: extensions.connection) -> None:
        is_new = connection.status == extensions.STATUS_SETUP
        _wait(connection, CONNECT_SECONDS if is_new else patience() or seconds)

    extensions.set_wait_callback(wait)


@contextmanager
def patient_for(seconds: float) -> Iterator[None]:
    """Wait so long for the answers to this thread in the block."""
    before, _patience.seconds = _patience.seconds, seconds
    try:
        yield
    finally:
        _patience.seconds = before


def _wait(connection: extensions.connection, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while (state := connection.poll()) != extensions.POLL_OK:
        waiting, event = select.poll(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
        waiting.register(connection.fileno(), event)
        if not waiting.poll(max(0, deadline - time.monotonic()) * 1000):
            raise psycopg2.OperationalError("Postgres did not answer in time")
