"""Proof that whoever asks is still the person who signed in: it is good for some minutes."""

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import View

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired


def is_fresh(request: HttpRequest) -> bool:
    """Return whether the person in front of ``request`` signed in, or proved it again, a moment ago."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    newest = max((record["at"] for record in records), default=0.0)
    return time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class FreshSignInMixin(View):
    """View that asks for the proof, whichever method it is asked by, unless there was one a moment ago.

    A session that somebody else got hold of changes nobody's sign-in with it, and carries no file away.
    It comes last among a view's bases, so that it asks those alone whom the others let in.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and self.asks_for_proof() and not is_fresh(request):
            raise ReauthenticationRequired
        return super().dispatch(request, *args, **kwargs)

    def asks_for_proof(self) -> bool:
        """Return whether this page is one that needs it."""
        return True
