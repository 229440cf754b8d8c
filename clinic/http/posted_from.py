"""Page that a posted form comes from, as the browser tells it.

A form without a session, such as the request form, needs no token against forgery: it is enough that the
browser names our own page. Pages of other sites can neither leave out nor forge what is read here.
"""

from enum import Enum
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin


class PostedFrom(Enum):
    """Sort of page that a form was sent from; ``HIDDEN`` when the browser does not say."""

    OURS = "ours"
    HIDDEN = "hidden"
    ANOTHER_SITE = "another site"


def posted_from(request: HttpRequest) -> PostedFrom:
    """Return where the form comes from. A browser too old to say anything is trusted."""
    origin = request.META.get("HTTP_ORIGIN")
    if origin == "null":
        return PostedFrom.HIDDEN
    if origin is None:
        origin = _origin_of(request.META.get("HTTP_REFERER", ""))
        if not origin and request.META.get("HTTP_SEC_FETCH_SITE", "none") == "none":
            return PostedFrom.OURS
    return PostedFrom.OURS if origin == _our_origin(request) else PostedFrom.ANOTHER_SITE


class HiddenOriginMiddleware(MiddlewareMixin):
    """Fills in the origin that a privacy setting hides, where the browser itself says that it is ours.

    ``Sec-Fetch-Site`` is set by the browser alone. A browser that keeps its Referer to itself sends
    ``Origin: null`` with it, which Django's check for forgery would refuse for ever.
    """

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:
        hides = request.META.get("HTTP_ORIGIN", "null") == "null"
        if hides and request.META.get("HTTP_SEC_FETCH_SITE") == "same-origin":
            request.META["HTTP_ORIGIN"] = _our_origin(request)
        return None


def _our_origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _origin_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "malformed"
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
