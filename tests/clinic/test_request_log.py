"""What the desk searches for is a patient's name: no web server of ours writes it into its log."""

import logging

import pytest

from clinic.request_log import WithoutQueryStrings


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
    assert WithoutQueryStrings().filter(record)
    assert record.getMessage() == kept


def test_the_development_server_logs_through_it() -> None:
    kinds = [type(each) for each in logging.getLogger("django.server").filters]
    assert WithoutQueryStrings in kinds
