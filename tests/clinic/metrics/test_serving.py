"""Figures are told at their own address, to whoever has the token, whatever the database does."""

import http.client
import threading
import time
from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

import pytest

from clinic.metrics import figures, machine, serving
from clinic.metrics.figures import DatabaseFigures
from clinic.metrics.machine import Certificate, Disks
from clinic.metrics.serving import listener_at, serve_when_free
from clinic.settings import monitoring
from tests.clinic.metrics.exported import samples_in, text_of, value
from tests.waiting import wait_until

TOKEN = "x" * 40


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A port at which everything but the database's figures is told."""
    monkeypatch.setattr(serving, "DatabaseFigures", Disks)
    monkeypatch.setattr(serving, "_TRIED_AGAIN_AFTER", 0.05)
    with listener_at("127.0.0.1:0") as taken:
        port = taken.getsockname()[1]
        serve_when_free(f"127.0.0.1:{port}")
        time.sleep(0.1)
    yield port


def ask(port: int, path: str = "/metrics", method: str = "GET", **headers: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request(method, path, headers=headers)
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer.status, text


def answers(port: int) -> bool:
    try:
        return ask(port)[0] in (200, 401)
    except OSError:
        return False


def test_an_address_that_is_taken_is_served_when_it_is_free_to_whoever_has_the_token(port, settings):
    wait_until(lambda: answers(port), "the address")
    status, text = ask(port)
    assert status == 200
    assert value(samples_in(text), "clinic_disk_bytes", holds="pictures") > 0
    assert [ask(port, "/")[0], ask(port, "/metrics/x")[0], ask(port, method="POST")[0]] == [404, 404, 501]
    settings.METRICS_TOKEN = TOKEN
    assert ask(port)[0] == ask(port, Authorization=TOKEN)[0] == 401
    assert ask(port, Authorization="Bearer " + "y" * 40)[0] == 401
    assert ask(port, Authorization=f"Bearer {TOKEN}")[0] == 200


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "/admin/metrics/"])
@pytest.mark.django_db
def test_the_site_itself_tells_no_figures(client, path):
    answer = client.get(path, follow=True)
    assert "clinic_" not in answer.content.decode() or answer.status_code == 404


@pytest.mark.parametrize(
    ("name", "address", "token"),
    [
        ("METRICS_BIND", "0.0.0.0:9108", ""),
        ("WEB_METRICS_BIND", "10.0.0.5:9108", ""),
        ("METRICS_BIND", "[::]:9108", "short"),
        ("METRICS_BIND", "unix:/run/x", TOKEN),
    ],
)
def test_an_address_that_others_reach_needs_a_token(name, address, token, monkeypatch):
    monkeypatch.setenv(name, address)
    monkeypatch.setenv("METRICS_TOKEN", token)
    with pytest.raises(ImproperlyConfigured, match="METRICS"):
        monitoring.addresses_for_metrics()
    monkeypatch.setenv(name, "127.0.0.1:9108")
    monkeypatch.setenv("METRICS_TOKEN", "")
    monitoring.addresses_for_metrics()


def test_a_database_that_is_away_or_slow_is_told_in_time(monkeypatch):
    def away(_seconds: int) -> None:
        raise OperationalError("password in the message")

    monkeypatch.setattr(figures, "_PATIENCE", 0.2)
    monkeypatch.setattr(figures, "within", away)
    assert text_of(DatabaseFigures()).splitlines()[-1] == "clinic_database_up 0.0"
    slow, over = DatabaseFigures(), threading.Event()
    monkeypatch.setattr(figures, "_read", lambda: over.wait(10) and [])
    began = time.monotonic()
    assert "clinic_database_up 0.0" in text_of(slow)
    assert time.monotonic() - began < 5
    over.set()
    wait_until(lambda: "clinic_database_up 1.0" in text_of(slow), "the database")
    # Two that ask at the same time cost one reading.
    monkeypatch.setattr(figures, "_read", lambda: pytest.fail("read again"))
    assert "clinic_database_up 1.0" in text_of(slow)


def test_the_end_of_the_certificate_is_told_once_it_is_known(settings, monkeypatch):
    settings.SITE_URL = "https://www.clinic.example"
    monkeypatch.setattr(machine, "_end_of_certificate", lambda host, port: 4102444800.0)
    certificate = Certificate()
    wait_until(lambda: "4.1024448e+09" in text_of(certificate), "the certificate")
    settings.SITE_URL = "http://localhost"
    assert text_of(Certificate()) == ""
