"""Only an answer that is the same for everybody becomes a page, and only with headers that last."""

from datetime import UTC, datetime

from django.http import HttpResponse, StreamingHttpResponse

import pytest

from clinic.kept_pages.answers import page_of
from clinic.page_life.lasting import Lasting


def with_headers(**headers: str) -> HttpResponse:
    return HttpResponse("page", headers={name.replace("_", "-"): text for name, text in headers.items()})


def with_cookie() -> HttpResponse:
    response = HttpResponse("page")
    response.set_cookie("csrf", "token")
    return response


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("gone", status=404),
        HttpResponse(status=302, headers={"Location": "/"}),
        StreamingHttpResponse(["page"]),
        with_cookie(),
        with_headers(Vary="Accept-Encoding, Cookie"),
        with_headers(Vary="*"),
        with_headers(Vary="User-Agent"),
        with_headers(Cache_Control="private"),
        with_headers(Content_Encoding="br"),
        with_headers(Content_Security_Policy="script-src 'nonce-abc'"),
    ],
    ids=str,
)
def test_what_is_not_everybodys_is_not_kept(response):
    assert page_of(response, 1, Lasting()) is None


def test_what_was_shown_with_a_time_that_has_no_end_is_not_kept():
    assert page_of(HttpResponse("page"), 1, Lasting(is_for_once=True)) is None


def test_what_is_kept_has_what_lasts():
    until = datetime(2026, 12, 2, tzinfo=UTC)
    answered = with_headers(
        Vary="accept-language,Accept-Encoding", Last_Modified="today", X_Frame_Options="DENY"
    )
    page = page_of(answered, 7, Lasting(until))
    assert (page.version, page.until, page.body, page.is_gzipped) == (7, until, b"page", False)
    assert dict(page.headers) == {"Content-Type": "text/html; charset=utf-8", "X-Frame-Options": "DENY"}
    assert page_of(HttpResponse("page" * 99), 7, Lasting()).is_gzipped
