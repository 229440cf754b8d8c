"""Requests that no library would write, on the sockets of the web server with a clinic's settings."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from appointments.models import AppointmentRequest
from tests.browser.site import ROOT
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Ours, with less patience: a test cannot wait for fifteen seconds.
SETTINGS = """
from clinic.server import gunicorn
from clinic.server.gunicorn import *
gunicorn.SECONDS_OF_SILENCE = 1
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

    def __init__(self, path: Path) -> None:
        self.path = path

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


def send_until_refused(connection: socket.socket, piece: bytes, *, times: int = 400) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):
        for _time in range(times):
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)


def statuses_of(connection: socket.socket) -> list[int]:
    """What the server answers until it closes the connection."""
    answer = b""
    with suppress(ConnectionResetError):
        while piece := connection.recv(65536):
            answer += piece
    return [int(part.split(b" ")[0]) for part in answer.split(b"HTTP/1.1 ")[1:]]


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    settings = tmp_path / "settings.py"
    settings.write_text(SETTINGS.format(socket=tmp_path / "web"))
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", str(settings), "clinic.wsgi"],
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
    server = Server(tmp_path / "web")
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


def test_slow_clients_leave_the_others_served(server):
    with ExitStack() as stack:
        for _each in range(3):
            stack.enter_context(server.connect()).sendall(b"POST /appointments/request/ HTTP/1.1\r\nHost:")
        assert all(server.is_well() for _try in range(5)), "three whose request never ends"
    with ExitStack() as stack:
        silent = [stack.enter_context(server.connect()) for _each in range(THREADS + 2)]
        for connection in silent:
            connection.sendall(FORM + b"Content-Length: 900\r\n\r\nstep=")
        wait_until(server.is_well, "a thread that waits no longer for a body", seconds=30)
        for connection in silent:
            assert set(statuses_of(connection)) <= {400}
    assert not AppointmentRequest.objects.exists()
