"""A search is a patient's name, and some addresses are patients' keys: no log of ours keeps either."""

import copy
import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from logging.config import DictConfigurator
from types import SimpleNamespace

from django.conf import settings
from django.core import signing
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

import pytest
from gunicorn.config import Config

from clinic.models import User
from clinic.server import gunicorn as web_server
from clinic.server.gunicorn_log import WebServerLogger
from clinic.server.request_log import PatientLinkFilter, QueryStringFilter
from clinic.settings import logs
from clinic.sign_in.links import INVITATION, new_address_link, password_link


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ('"GET /admin/requests/?q=Jane+Doe HTTP/1.1" 200 5120', '"GET /admin/requests/ HTTP/1.1" 200 5120'),
        (
            "code 400, message Bad request syntax ('GET /?q=Jane Doe')",
            "code 400, message Bad request syntax ('GET /",
        ),
        ('"GET /?a=1?b=Jane HTTP/1.1" 404 1', '"GET / HTTP/1.1" 404 1'),
        ('"GET /conditions/ HTTP/1.1" 200 5120', '"GET /conditions/ HTTP/1.1" 200 5120'),
    ],
)
def test_the_query_string_is_cut(message: str, kept: str) -> None:
    record = logging.LogRecord("django.server", logging.INFO, __file__, 1, "%s", (message,), None)
    assert QueryStringFilter().filter(record)
    assert record.getMessage() == kept


def test_the_development_server_logs_through_it() -> None:
    kinds = [type(each) for each in logging.getLogger("django.server").filters]
    assert QueryStringFilter in kinds


SECRET = "aaaabbbbccccddddeeeeffff77"
SIGNED = signing.dumps({"id": "x" * 40}, salt="tests")


@pytest.mark.parametrize("name", ["appointments:received", "appointments:your-request"])
@pytest.mark.parametrize(
    "message",
    ["Not Found: {}", '"GET {} HTTP/1.1" 200 5120', "GET {}?a=b 404", "Forbidden (Origin): {}", "'{}'"],
)
def test_a_patients_link_is_cut_and_the_rest_stays(name: str, message: str) -> None:
    address = reverse(name, args=[SECRET])
    record = logging.LogRecord(
        "django.request", logging.INFO, __file__, 1, "%s", (message.format(address),), None
    )
    assert PatientLinkFilter().filter(record)
    assert record.getMessage() == message.format(address.replace(SECRET, "-"))


def test_a_link_of_staff_is_cut_however_it_is_written() -> None:
    freya = User(pk=7, email="freya@clinic.example")
    links = [password_link(INVITATION, freya), new_address_link(freya, "frieda@clinic.example")]
    for link in [*links, *(link.replace(".", "%2E").replace("/admin/", "//Admin/") for link in links)]:
        record = logging.LogRecord("x", logging.INFO, __file__, 1, "GET %s 200", (link,), None)
        assert PatientLinkFilter().filter(record)
        assert record.getMessage().endswith("/-/ 200")


def test_everything_on_the_console_passes_the_filter() -> None:
    for handler in logging.getLogger().handlers:
        if type(handler) is logging.StreamHandler:
            assert PatientLinkFilter in [type(each) for each in handler.filters]
            return
    raise AssertionError("no console")


def test_both_logs_of_gunicorn_are_json_without_patients_links(capsys: pytest.CaptureFixture[str]) -> None:
    config = Config()
    for name in ("accesslog", "logger_class"):
        config.set(name, getattr(web_server, name))
    assert config.logger_class is WebServerLogger
    logger = config.logger_class(config)
    environ = {"REQUEST_METHOD": "GET", "QUERY_STRING": "q=Jane", "REMOTE_ADDR": "203.0.113.7"}
    paths = {
        f"/appointments/your-request/{SECRET}/": "/appointments/your-request/<token>/",
        f"/Appointments/Your-Request/{SECRET.upper()}/": "/-/-/-/",
        f"//appointments//your-request/{SECRET}/": "//appointments//your-request/-/",
        f"/{SECRET}/": "/-/",
        "/conditions/acupuncture-for-nerve-pain/": "/conditions/acupuncture-for-nerve-pain/",
        "/admin/requests/?q=Jane": "/admin/requests/-",
    }
    for path in paths:
        answer = SimpleNamespace(status="404 Not Found", sent=7)
        logger.access(answer, None, {**environ, "PATH_INFO": path}, timedelta(seconds=0.25))
    logger.exception("Error handling request %s", f"/appointments/request/received/{SECRET}/")
    for odd in (f"/Your-Request/{SECRET.upper()}", f"//{SECRET}", f"/Received/{SIGNED}/"):
        logger.exception("Error handling request %s", odd)
    printed = capsys.readouterr()
    lines = [json.loads(line) for line in printed.out.splitlines()]
    assert [line["path"] for line in lines] == list(paths.values())
    assert lines[0].items() >= {"method": "GET", "status": 404, "bytes": 7, "ms": 250}.items()
    assert json.loads(printed.err.splitlines()[0])["message"].endswith("/appointments/request/received/-/")
    everything = (printed.out + printed.err).casefold()
    for word in (SECRET, SIGNED.casefold(), "jane", "203.0.113.7"):
        assert word not in everything


@pytest.fixture
def console() -> Iterator[io.StringIO]:
    """What production writes to its console while a test runs."""
    logging_settings = copy.deepcopy(logs.LOGGING)
    # The development settings print for people.
    logging_settings["handlers"]["console"]["formatter"] = "json"
    configurator = DictConfigurator(logging_settings)
    configurator.configure()
    stream = io.StringIO()
    (handler,) = (each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    DictConfigurator(settings.LOGGING).configure()


@pytest.mark.django_db
@pytest.mark.parametrize("secret", [SECRET, SIGNED])
def test_an_address_in_any_spelling_leaves_no_token_in_the_log(console: io.StringIO, secret: str) -> None:
    client = Client(raise_request_exception=False)
    for path in (
        f"/appointments/your-request/{secret}/",
        f"/Appointments/your-request/{secret.upper()}/",
        f"/appointments//your-request/{secret}/",
        f"/your-request/{secret}",
        f"/{secret}/",
    ):
        client.get(path)
    lines = [json.loads(line) for line in console.getvalue().splitlines()]
    assert len(lines) >= 4
    assert lines[0]["message"] == "Not Found: /appointments/your-request/-/"
    assert lines[0]["path"] == "/appointments/your-request/<token>/"
    assert secret.casefold() not in console.getvalue().casefold()


def test_an_error_is_logged_by_its_class_and_place_alone(console: io.StringIO) -> None:
    try:
        raise IntegrityError("DETAIL: Failing row contains (Patience Quillfeather)")
    except IntegrityError:
        logging.getLogger("clinic").exception("It went\nwrong.")
    (line,) = console.getvalue().splitlines()
    assert json.loads(line)["error"][0]["class"] == "IntegrityError"
    assert "test_request_log.py" in json.loads(line)["error"][0]["at"][0]
    assert "Quillfeather" not in line
