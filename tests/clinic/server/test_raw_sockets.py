"""Requests that no library would write, on the sockets of the web server with a clinic's settings."""

import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from appointments.models import AppointmentRequest
from tests.browser.site import ROOT
from tests.factories import make_details
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Ours, with less patience: a test cannot wait for twenty seconds.
SETTINGS = """
from clinic.server.gunicorn import *
from clinic.server import connections as reading, worker
reading.SECONDS_TO_READ = reading.SECONDS_OF_SILENCE = 0.5
reading.BYTES_EACH_SECOND = 100_000_000
worker.SECONDS_TO_SEND = 2
bind = "unix:{socket}"
accesslog = None
"""
FORM = (
    b"POST /appointments/request/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
WELL = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
THREADS = 8


class Server:
    """gunicorn on a Unix socket."""

    def __init__(self, path: Path, process: subprocess.Popen[bytes]) -> None:
        self.path = path
        self.process = process

    def connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(20)
        connection.connect(str(self.path))
        return connection

    def ask(self, sent: bytes) -> list[int]:
        """The status of each answer to what is sent on one connection."""
        with self.connect() as connection:
            send_until_refused(connection, sent, times=1)
            return statuses_of(connection)

    def is_well(self) -> bool:
        try:
            return self.ask(WELL) == [200]
        except OSError:
            return False


def send_until_refused(
    connection: socket.socket, piece: bytes, *, times: int = 400, ends: bool = True
) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):
        for _time in range(times):
            connection.sendall(piece)
        if ends:
            connection.shutdown(socket.SHUT_WR)


def statuses_of(connection: socket.socket) -> list[int]:
    """What the server answers until it closes the connection."""
    answer = b""
    with suppress(ConnectionResetError):
        while piece := connection.recv(65536):
            answer += piece
    return [int(part.split(b" ")[0]) for part in answer.split(b"HTTP/1.1 ")[1:]]


@pytest.fixture
def server(database_url: str, tmp_path: Path, settings: Any) -> Iterator[Server]:
    # The file of the details is this test's.
    settings.MEDIA_ROOT = tmp_path
    make_details()
    config = tmp_path / "settings.py"
    config.write_text(SETTINGS.format(socket=tmp_path / "web"))
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", str(config), "clinic.wsgi"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "clinic.settings.test",
            "DATABASE_URL": database_url,
            "PYTHONPATH": str(ROOT),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Server(tmp_path / "web", process)
    try:
        wait_until(server.is_well, "gunicorn")
        yield server
    finally:
        process.terminate()
        process.wait(30)


def test_what_contradicts_itself_is_refused_and_nothing_behind_it_is_served(server):
    smuggled = (
        b"0\r\n\r\nPOST /appointments/request/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n\r\nstep="
    )
    hidden = b"GET /admin/ HTTP/1.1\r\nHost: evil.example\r\n\r\n"
    both = FORM + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(smuggled) + smuggled
    requests = {
        "length and chunks": both,
        "two lengths": FORM + b"Content-Length: 4\r\nContent-Length: 9\r\n\r\nstep=send",
        "a list of lengths": FORM + b"Content-Length: 4, 9\r\n\r\nstep=send",
        "no number": FORM + b"Content-Length: four\r\n\r\nstep",
        "below nothing": FORM + b"Content-Length: -4\r\n\r\nstep",
        "a sign": FORM + b"Content-Length: +4\r\n\r\nstep",
        "an unknown encoding": FORM + b"Transfer-Encoding: chunked, gzip\r\n\r\n" + smuggled,
        "an encoding in disguise": FORM + b"Transfer-Encoding:\x0bchunked\r\n\r\n" + smuggled,
        "a blank before the colon": FORM + b"Content-Length : 4\r\n\r\nstep",
        "a folded line": FORM + b"X-Folded: one\r\n two\r\nContent-Length: 4\r\n\r\nstep",
        "no chunk": FORM + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nstep\r\n0\r\n\r\n",
        "a huge header": FORM + b"X-Long: " + b"x" * 100_000 + b"\r\n\r\n",
        "too short": FORM + b"Content-Length: 900\r\n\r\nstep=send",
        "more than its length": FORM + b"Content-Length: 4\r\n\r\nstep=send" + hidden,
        "no http": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20,
    }
    for what, sent in requests.items():
        found = server.ask(sent)
        assert all(400 <= status < 500 for status in found), f"{what}: {found}"
        assert set(found[1:]) <= {400}, f"{what}: what came behind was served: {found}"
    with server.connect() as connection:
        connection.sendall(FORM + b"Transfer-Encoding: chunked\r\n\r\n")
        send_until_refused(connection, b"1000\r\n" + b"x" * 4096 + b"\r\n")
        assert all(400 <= status < 500 for status in statuses_of(connection)), "chunks without end"
    assert server.is_well()
    assert not AppointmentRequest.objects.exists()


# What slow clients begin with. Each of them goes on with a byte now and then, or not at all.
SLOW = {
    "heads": b"POST /appointments/request/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "bodies": FORM + b"Content-Length: 900\r\n\r\nstep=",
    "large bodies": FORM + b"Content-Length: 3000000\r\n\r\nstep=",
    "bodies that wait for leave": FORM + b"Expect: 100-continue\r\nContent-Length: 900\r\n\r\n",
    "chunks": FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nste",
    "nothing": b"",
}


def test_dozens_of_slow_clients_leave_the_others_served_and_are_sent_away(server):
    with ExitStack() as stack:
        slow = [stack.enter_context(server.connect()) for _each in range(THREADS) for _kind in SLOW]
        for connection, beginning in zip(slow, itertools.cycle(SLOW.values())):
            connection.sendall(beginning)
        for _round in range(2):
            for connection in slow[:-THREADS]:
                send_until_refused(connection, b"a", times=1, ends=False)
            asked = time.monotonic()
            assert server.is_well()
            assert time.monotonic() - asked < 4
        for connection in slow:
            assert set(statuses_of(connection)) <= {100, 400, 413, 422}
        assert time.monotonic() - asked < 10
    assert not AppointmentRequest.objects.exists()


def test_a_server_that_ends_answers_who_has_begun_and_refuses_the_next_at_once(server):
    with server.connect() as began:
        began.sendall(WELL[:-2])
        server.process.terminate()
        wait_until(lambda: not server.is_well(), "the first that is refused")
        with pytest.raises((ConnectionRefusedError, FileNotFoundError)):
            server.connect()
        began.sendall(WELL[-2:])
        assert statuses_of(began) == [200]
