"""Devices on which somebody has signed in before, by a signed cookie.

A known device is counted by itself, so that whoever tries passwords elsewhere cannot shut out the person.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string

from .counting import key_of

_KNOWN_FOR = timedelta(days=180)
_SALT = "clinic.sign_in_limits.known_devices"
# A computer at the desk has several people.
_MOST_ACCOUNTS = 10


def device_of(request: HttpRequest, email: str) -> str | None:
    """Return the number of this device if the account has signed in on it; None if it is unknown."""
    device = _read(request)
    return device["device"] if device and _mark(email) in device["accounts"] else None


def remember_device(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Note in the cookie that the account has signed in on this device."""
    known = _read(request) or {"device": get_random_string(22), "accounts": []}
    others = [mark for mark in known["accounts"] if mark != _mark(email)]
    known["accounts"] = [_mark(email), *others][:_MOST_ACCOUNTS]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(known, salt=_SALT),
        max_age=_KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(email: str) -> str:
    return key_of("known", email)


def _read(request: HttpRequest) -> dict[str, Any] | None:
    try:
        return dict(
            signing.loads(
                request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=_KNOWN_FOR
            )
        )
    except signing.BadSignature:
        return None
