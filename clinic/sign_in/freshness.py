"""Proof that whoever asks is still the person who signed in: it is good for some minutes."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
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


def fresh_sign_in_required(view: View) -> View:
    """Ask for the password or a passkey again before ``view``, unless that was a moment ago.

    A session that somebody else got hold of changes nobody's sign-in with it, and carries no file away.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not is_fresh(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return checked
