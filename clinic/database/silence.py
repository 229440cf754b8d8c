"""End of the waiting for a Postgres that says nothing: stopped, or on a machine that is gone.

Its own limits end nothing then. The web server's threads would wait as long as the network believes in it.
"""

import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from psycopg2 import extensions

CONNECT_SECONDS = 3


class _Patience(threading.local):
    """Seconds that a thread waits."""

    seconds: float | None = None


_patience = _Patience()


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
