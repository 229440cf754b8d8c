"""Session of staff, which lasts for as long as it is used."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from .middleware import ADMIN

# Part of its age after which a session that is used begins anew: a write every three hours, not at each page.
_RENEWED_AFTER = settings.SESSION_COOKIE_AGE / 4
_BEGAN = "began_at"


class SessionRenewalMiddleware(MiddlewareMixin):
    """Renews the session when somebody opens a page; what an open page asks by itself is no use of it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_used = request.path_info.startswith(ADMIN) and is_navigation(request)
        if is_used and hasattr(request, "user") and request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(_BEGAN, 0) > _RENEWED_AFTER:
                request.session[_BEGAN] = now
        return response


def is_navigation(request: HttpRequest) -> bool:
    """Return whether a person waits for a page, and not a script for its answer."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return False
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def begin_session(sender: object, request: HttpRequest | None, **kwargs: Any) -> None:
    """Note when a session begins, at the sign-in."""
    if request is not None and hasattr(request, "session"):
        request.session[_BEGAN] = int(time.time())


user_logged_in.connect(begin_session, dispatch_uid="begin_session")
