"""Pages made from answers, and answers from pages: whole, without their body, or 304."""

import gzip
import re
from datetime import datetime
from hashlib import blake2b
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from clinic.page_life.lasting import Lasting

from .shelf import KeptPage

# Seconds for which a proxy asks nobody, shows a page while it asks whether there is another, and shows it
# where nobody answers; none beyond the moment at which the page changes by itself. Browsers always ask.
_SHARED, _WHILE_ASKING, _WITHOUT_ANSWER = 1, 5, 24 * 60 * 60
# The address tells the language.
_HARMLESS = {"accept-encoding", "accept-language"}
# Written anew for each answer; a date would not move when something is taken away.
_NOT_KEPT = {"cache-control", "content-encoding", "content-length", "etag", "last-modified", "vary"}
_ACCEPTS_GZIP = re.compile(r"\bgzip\b")


def page_of(response: HttpResponseBase, version: int, lasting: Lasting) -> KeptPage | None:
    """Return the page to keep; None for an answer that is not everybody's, or is right only once."""
    if lasting.is_for_once or not isinstance(response, HttpResponse) or not _is_everybodys(response):
        return None
    was_gzipped = response.headers.get("Content-Encoding") == "gzip"
    plain = gzip.decompress(response.content) if was_gzipped else response.content
    zipped = response.content if was_gzipped else gzip.compress(plain, 6, mtime=0)
    is_shorter = len(zipped) < len(plain)
    return KeptPage(
        version=version,
        until=lasting.until,
        # Of what is shown and not of the version, which an update of the site and the time leave as it is.
        etag=f'W/"{blake2b(plain, digest_size=16).hexdigest()}"',
        headers={name: text for name, text in response.items() if name.lower() not in _NOT_KEPT},
        body=zipped if is_shorter else plain,
        is_gzipped=is_shorter,
    )


def _is_everybodys(response: HttpResponse) -> bool:
    return (
        response.status_code == HTTPStatus.OK
        and not response.cookies
        and not response.streaming
        and not response.has_header("Cache-Control")
        and response.headers.get("Content-Encoding", "gzip") == "gzip"
        # A number that lets a script run once.
        and "'nonce-" not in response.headers.get("Content-Security-Policy", "")
        and set(re.findall(r"[^\s,]+", response.headers.get("Vary", "").lower())) <= _HARMLESS
    )


def answer(request: HttpRequest, page: KeptPage, now: datetime) -> HttpResponse:
    """Return the page as this request asks for it."""
    known = {"ETag": page.etag, "Cache-Control": _cache_control(page, now), "Vary": "Accept-Encoding"}
    if _has_it(request, page.etag):
        return HttpResponseNotModified(headers=known)
    body, known = page.body, {**page.headers, **known}
    if page.is_gzipped:
        if _ACCEPTS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            known["Content-Encoding"] = "gzip"
        else:
            body = gzip.decompress(body)
    known["Content-Length"] = str(len(body))
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=known)


def _has_it(request: HttpRequest, etag: str) -> bool:
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    # Weak or not, it is the same page.
    return known == "*" or (bool(known) and etag[2:] in known)


def _cache_control(page: KeptPage, now: datetime) -> str:
    shared, asking, without = _SHARED, _WHILE_ASKING, _WITHOUT_ANSWER
    if page.until is not None:
        left = max(int((page.until - now).total_seconds()), 0)
        shared = min(shared, left)
        asking, without = min(asking, left - shared), min(without, left - shared)
    return (
        f"public, max-age=0, must-revalidate, s-maxage={shared}, "
        f"stale-while-revalidate={asking}, stale-if-error={without}"
    )
