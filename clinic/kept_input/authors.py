"""Author of a posted form: who was signed in when the browser was given the page.

A page holds the token against forgery of the sign-in that it was made for, and each sign-in gets a new one. A
cookie of the admin, sealed, remembers whose the last few were.
"""

import json
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import _does_token_match  # type: ignore[attr-defined]  # private to Django

from cryptography.fernet import InvalidToken

from clinic.http.middleware import ADMIN

from .sealed import seal, unseal

COOKIE = "desk-authors"
_REMEMBERED = 5
_GOOD_FOR = timedelta(days=7)
_LENGTHS = (32, 64)


def author_of(request: HttpRequest) -> int | None:
    """Return the id of the user whose page was posted; None when the browser does not know any more."""
    token = request.POST.get("csrfmiddlewaretoken", "")
    if len(token) not in _LENGTHS or not (token.isascii() and token.isalnum()):
        return None
    return next((user_id for user_id, secret in _sign_ins(request) if _does_token_match(token, secret)), None)


def is_of_an_author(request: HttpRequest) -> bool:
    """Return whether somebody of staff signed in with this browser in the last days."""
    return bool(_sign_ins(request))


def remember_author(request: HttpRequest, response: HttpResponseBase) -> None:
    """Note in the cookie whose pages hold the token of this sign-in."""
    secret = request.META.get("CSRF_COOKIE")
    if not secret or not request.user.is_authenticated:
        return
    known, this = _sign_ins(request), (request.user.pk, secret)
    if this in known:
        return
    response.set_cookie(
        COOKIE,
        seal(COOKIE, json.dumps([this, *known][:_REMEMBERED])),
        max_age=_GOOD_FOR,
        path=ADMIN,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _sign_ins(request: HttpRequest) -> list[tuple[int, str]]:
    try:
        known = json.loads(unseal(COOKIE, request.COOKIES.get(COOKIE, ""), _GOOD_FOR))
    except InvalidToken:
        return []
    return [(user_id, secret) for user_id, secret in known]
