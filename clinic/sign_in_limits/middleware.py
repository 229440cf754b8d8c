"""Middleware that answers a sign-in that may not be tried now, and remembers the devices of staff."""

import math
from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.deprecation import MiddlewareMixin

from clinic.models import User

from .counting import TooManyTries
from .hashing import HashingBusy
from .known_devices import remember_device

_BUSY_SECONDS = 5


class SignInLimitMiddleware(MiddlewareMixin):
    """Says how long to wait, whichever view asked for the password or the code."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TooManyTries):
            return _wait(request, exception.wait)
        if isinstance(exception, HashingBusy):
            return _answer(request, {}, status=503, seconds=_BUSY_SECONDS)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if email := request.META.pop(_SIGNED_IN, None):
            remember_device(request, response, email)
        return response


_SIGNED_IN = "clinic.signed_in"


def _wait(request: HttpRequest, wait: timedelta) -> HttpResponse:
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    return _answer(request, {"minutes": minutes}, status=429, seconds=minutes * 60)


def _answer(request: HttpRequest, context: dict[str, Any], *, status: int, seconds: int) -> HttpResponse:
    # What was typed before the session ended goes along: the sign-in carries it (clinic/kept_input).
    context["kept"] = request.POST.get("kept", "")
    response = render(request, "clinic/sign_in_limits/wait.html", context, status=status)
    response.headers["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response


def _note_sign_in(request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    if request is not None:
        request.META[_SIGNED_IN] = user.email


user_logged_in.connect(_note_sign_in, dispatch_uid="note_sign_in_of_device")
