"""Middleware that lets a session go on while a person uses it, and clears the browser at the sign-out."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from clinic.accounts.session_store import SessionStore
from clinic.accounts.sessions import StaffSession
from clinic.http.middleware import ADMIN
from clinic.http.navigation import is_by_a_person

# Within these, another page is not written down: who leafs through pages costs no write at each.
_WRITTEN_AFTER = timedelta(seconds=10)
_SIGNED_OUT = "clinic.signed_out"


class StaffSessionMiddleware(MiddlewareMixin):
    """Notes that a person opened or sent a page; what an open page asks by itself is no use of it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        session = getattr(request, "session", None)
        is_used = request.path_info.startswith(ADMIN) and is_by_a_person(request)
        if is_used and isinstance(session, SessionStore) and request.user.is_authenticated:
            _note_use(session)
        if request.META.pop(_SIGNED_OUT, False):
            # Whoever sits down next finds no page of the admin in the browser.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _note_use(session: SessionStore) -> None:
    if session.unused is not None and session.unused > _WRITTEN_AFTER:
        StaffSession.note_input(session.session_key, timedelta())


def _note_sign_out(request: HttpRequest | None, **kwargs: Any) -> None:
    if request is not None:
        request.META[_SIGNED_OUT] = True


user_logged_out.connect(_note_sign_out, dispatch_uid="note_sign_out_for_browser")
