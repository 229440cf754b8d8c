"""Proof that whoever asks is still the person who signed in: it is good for some minutes."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired

View = Callable[..., HttpResponseBase]


def is_fresh(request: HttpRequest) -> bool:
    """Return whether the person in front of ``request`` signed in, or proved it again, a moment ago."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    newest = max((record["at"] for record in records), default=0.0)
    return time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def require_fresh_sign_in(request: HttpRequest) -> None:
    """Raise ``ReauthenticationRequired``, which asks for the proof, unless there was one a moment ago.

    A session that somebody else got hold of changes nobody's sign-in with it, and carries no file away.
    """
    if request.user.is_authenticated and not is_fresh(request):
        raise ReauthenticationRequired


def fresh_sign_in_required(view: View) -> View:
    """Ask for the proof before ``view``."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_fresh_sign_in(request)
        return view(request, *args, **kwargs)

    return checked


class FreshSignInMixin:
    """View with a form that needs the proof, once the user is known to be allowed to open it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_fresh_sign_in(request)
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_fresh_sign_in(request)
        response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
        return response
