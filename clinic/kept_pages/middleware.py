"""Middleware that shows a kept page where one query says that it is still right, and keeps the others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from clinic.database.clock import current_time
from clinic.page_life.lasting import being_made
from clinic.site_version.version import public_version, version_while_away

from .answers import answer, page_of
from .shelf import SHELF, Address, KeptPage

# By the name of their address. Never the form, a patient's own pages, a search, or anything of staff.
KEPT = {"wagtail_serve", "sitemap", "robots", "feed"}
# Seconds that a thread waits for another that makes the same page, before it makes one itself.
_WAIT = 1
_MAKING = "clinic.kept_pages"


@dataclass
class _Making:
    """Page that is being made: under the ``version``, once its view is known, or found made by another."""

    address: Address
    version: int | None = None
    is_ours: bool = False
    found: KeptPage | None = None


class KeptPagesMiddleware:
    """Stands above all others, so that a kept page costs what it costs to find it: it has their headers.

    Nothing is kept or shown within a transaction, to whoever has a session, or at an address with a query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = _address_of(request)
        if address is None:
            return self.get_response(request)
        page = SHELF.get(address)
        if page is not None and (shown := _shown(request, page)):
            return shown
        if request.method == "HEAD":
            return self.get_response(request)
        return self._made(request, _Making(address))

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Ask for the version before the view reads anything, and wait for whoever makes the same page."""
        making: _Making | None = request.META.get(_MAKING)
        if making is None or request.resolver_match is None or request.resolver_match.view_name not in KEPT:
            return None
        version = public_version(request)
        if version is None:
            return None
        made = SHELF.begin(making.address, version)
        if made is not None and made.wait(_WAIT):
            page = SHELF.get(making.address)
            if page is not None and page.version == version:
                making.found = page
                return HttpResponse()
        making.version, making.is_ours = version, made is None
        # Without a session. Whoever asked who it is would look for one, and the page would vary by cookies.
        request.user = AnonymousUser()
        return None

    def _made(self, request: HttpRequest, making: _Making) -> HttpResponseBase:
        request.META[_MAKING] = making
        try:
            with being_made() as lasting:
                response = self.get_response(request)
            if making.found is None and making.version is not None:
                making.found = page_of(response, making.version, lasting)
                if making.found is not None:
                    SHELF.put(making.address, making.found)
        finally:
            if making.is_ours and making.version is not None:
                SHELF.end(making.address, making.version)
        return response if making.found is None else answer(request, making.found, current_time())


def _address_of(request: HttpRequest) -> Address | None:
    """Return the address under which the answer may be kept; None where it may not."""
    if (
        request.method not in ("GET", "HEAD")
        or request.META.get("QUERY_STRING")
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or connection.in_atomic_block
        # Wagtail's previews go through the middleware, with the address of the page.
        or getattr(request, "is_dummy", False)
    ):
        return None
    return Address(request.scheme or "", request.META.get("HTTP_HOST", ""), request.path_info)


def _shown(request: HttpRequest, page: KeptPage) -> HttpResponse | None:
    """Return the answer with a page that is still right, as far as a database that is away lets us know."""
    version = public_version(request) or version_while_away()
    if version != page.version:
        return None
    now = current_time()
    return answer(request, page, now) if page.until is None or now < page.until else None
