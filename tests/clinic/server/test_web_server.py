"""The web server as a clinic starts it: where it listens, and what it answers while a table is locked."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from django.db import connections
from django.test import override_settings

import pytest

from clinic.database.roles import Roles
from tests.appointments.patients import FORM, answers
from tests.clinic.database.test_roles import connected
from tests.clinic.metrics.exported import Samples, samples_in, value
from tests.databases import address_as, address_of, copy_of
from tests.factories import make_details
from tests.test_project import ROOT
from tests.waiting import wait_until

THREADS = 6
LIVE, READY = "/health/live", "/health/ready"


@dataclass
class Server:
    """gunicorn with a database of its own."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    database: str
    metrics_port: int

    def ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> tuple[int, str, float]:
        """Status, text and seconds of an answer."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if typed else {}
        connection.request(method, path, urlencode(typed, doseq=True) if typed else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, time.monotonic() - began

    def told(self) -> Samples:
        """What a monitor is told."""
        with urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=20) as answer:
            return samples_in(answer.read().decode())

    def is_well(self) -> bool:
        try:
            return self.ask("GET", LIVE)[:2] == (200, '{"live": true}')
        except OSError:
            return False


@contextmanager
def at_database(name: str, folder: Path, blocker: Any) -> Iterator[None]:
    """Let the block be at the database ``name``, with pictures in ``folder``."""
    default = connections["default"]
    with blocker.unblock(), override_settings(MEDIA_ROOT=folder):
        default.close()
        own, default.settings_dict["NAME"] = default.settings_dict["NAME"], name
        yield
        default.close()
        default.settings_dict["NAME"] = own


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def server(
    untouched_database: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Server]:
    port = free_port()
    metrics_port = free_port()
    folder = tmp_path_factory.mktemp("web")
    log = folder / "log"
    with copy_of(untouched_database, "web") as name, log.open("wb") as written:
        with at_database(name, folder, django_db_blocker):
            make_details()
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "clinic.settings.test",
            "DATABASE_URL": address_as(Roles().web, address_of(name)),
            "WEB_BIND": f"127.0.0.1:{port}",
            "WEB_THREADS": str(THREADS // 2),
            "WEB_METRICS_BIND": f"127.0.0.1:{metrics_port}",
            "METRICS_FOLDER": str(folder / "metrics"),
            # Less patience than the role has.
            "PGOPTIONS": "-c lock_timeout=1s",
        }
        command = ["-m", "gunicorn", "--config", "python:clinic.server.gunicorn", "clinic.wsgi"]
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
        server = Server(port, process, log, address_of(name), metrics_port)
        try:
            wait_until(server.is_well, "gunicorn")
            yield server
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)


@contextmanager
def locked(server: Server, table: str) -> Iterator[None]:
    with connected(server.database) as cursor:
        cursor.execute("BEGIN")
        cursor.execute(f"LOCK TABLE {table}")
        yield
        cursor.execute("ROLLBACK")


def test_it_listens_where_it_is_told_and_nowhere_else(server):
    assert server.ask("HEAD", LIVE)[:2] == (200, "")
    with socket.socket() as stranger, pytest.raises(ConnectionRefusedError):
        # Another address of this machine.
        stranger.connect(("127.0.0.2", server.port))


def test_a_locked_table_gives_answers_back_with_the_phone_and_leaves_the_server_alive(server):
    with ThreadPoolExecutor(THREADS + 3) as patients, locked(server, "appointments_appointmentrequest"):
        sent = [patients.submit(server.ask, "POST", FORM, answers()) for _each in range(THREADS + 2)]
        ready = patients.submit(server.ask, "GET", READY)
        time.sleep(0.3)
        assert [server.ask("GET", LIVE)[0] for _time in range(3)] == [200] * 3
        assert not any(one.done() for one in sent), "it waited for those who wait for the table"
        for status, text, seconds in (one.result() for one in sent):
            assert status == 503
            assert "949-510-6333" in text
            assert "Patience Quillfeather" in text
            assert seconds < 20
        status, text, _seconds = ready.result()
        assert status == 503
        assert json.loads(text)["slow"] is True
    assert server.ask("GET", FORM)[0] == 200


def test_what_all_its_processes_did_is_told_apart_from_the_site(server):
    before = value(server.told(), "clinic_http_request_seconds_count", part="search")
    for _time in range(8):
        assert server.ask("GET", "/search/?query=Quillfeather")[0] == 200
    assert server.ask("GET", "/metrics/")[0] == 404
    labels = {"route": "/search/", "method": "GET", "status": "2xx"}

    def count() -> float:
        return value(server.told(), "clinic_http_request_seconds_count", part="search") - before

    # They count when the answer has gone.
    wait_until(lambda: count() == 8, "the counts")
    told = server.told()
    assert value(told, "clinic_http_requests_total", **labels) >= 8
    assert value(told, "clinic_database_trouble_total", process="web", kind="slow") >= THREADS
    assert value(told, "clinic_http_responses_total", status="5xx") >= THREADS
    assert value(told, "clinic_database_up") == 1
    assert "Quillfeather" not in str(told)
    with locked(server, "appointments_notice"):
        # The limit of a statement, for which a monitor waits; web's threads know nothing of it.
        wait_until(lambda: not value(server.told(), "clinic_database_up"), "the limit")
        assert server.ask("GET", FORM)[0] == 200


def test_sighup_says_that_it_brings_in_no_release(server):
    server.process.send_signal(signal.SIGHUP)
    wait_until(lambda: "SIGHUP starts the workers anew" in server.log.read_text(), "the log")
    wait_until(server.is_well, "gunicorn")
