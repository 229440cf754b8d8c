"""A search is a patient's name, and some addresses are patients' keys: no log of ours keeps either."""

import logging

from django.urls import reverse

import pytest
from gunicorn.config import Config

from clinic.models import User
from clinic.server import gunicorn as web_server
from clinic.server.gunicorn_log import WebServerLogger
from clinic.server.request_log import PatientLinkFilter, QueryStringFilter
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


def test_both_logs_of_gunicorn_are_without_patients_links(capsys: pytest.CaptureFixture[str]) -> None:
    config = Config()
    for name in ("accesslog", "access_log_format", "logger_class"):
        config.set(name, getattr(web_server, name))
    assert config.logger_class is WebServerLogger
    logger = config.logger_class(config)
    logger.access_log.info(
        config.access_log_format, dict.fromkeys("tmUsBM", "/appointments/your-request/" + SECRET)
    )
    logger.exception("Error handling request %s", f"/appointments/request/received/{SECRET}/")
    printed = "".join(capsys.readouterr())
    assert "/appointments/your-request/-" in printed
    assert "/appointments/request/received/-/" in printed
    assert SECRET not in printed
