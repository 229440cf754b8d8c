"""Idle sign-out on an open page: the script that watches for input, and the addresses that it asks."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic import View

from clinic.accounts.session_store import SessionStore
from clinic.accounts.sessions import StaffSession

# A page tells of input at most this much later.
_MOST_SECONDS_AGO = 60
WARNING_SECONDS = 120


class InputView(View):
    """View that is told of a key or a press on an open page, ``ago`` seconds before."""

    def post(self, request: HttpRequest) -> JsonResponse:
        ago = request.POST.get("ago", "")
        seconds = min(int(ago), _MOST_SECONDS_AGO) if ago.isascii() and ago.isdigit() and len(ago) < 5 else 0
        StaffSession.note_input(request.session.session_key, timedelta(seconds=seconds))
        return JsonResponse({"seconds": _seconds_left(SessionStore(request.session.session_key))})


class TimeLeftView(View):
    """View that tells an open page how many seconds are left; asking is no use of the session."""

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"seconds": _seconds_left(SessionStore(request.session.session_key))})


def _seconds_left(session: SessionStore) -> int:
    session.load()
    return max(0, int(session.left.total_seconds())) if session.left else 0


def idle_script() -> SafeString:
    """Return the script with its words."""
    words = {
        "title": _("Are you still there?"),
        "text": _("You will be signed out, because nobody has typed or pressed anything here for a while."),
        "kept": _("What you have typed is kept for you."),
        "minutes": _("Time left: {time}"),
        "soon": _("You will be signed out in less than a minute."),
        "stay": _("Stay signed in"),
        "over": _("You are signed out, because nobody has typed or pressed anything here for a while."),
        "offline": _("This page is hidden until the connection is back. What you have typed is still in it."),
    }
    return format_html(
        '<script src="{}" data-input-at="{}" data-left-at="{}" data-idle-seconds="{}"'
        ' data-warning-seconds="{}"'
        ' data-title="{}" data-text="{}" data-kept="{}" data-minutes="{}" data-soon="{}" data-stay="{}"'
        ' data-over="{}" data-offline="{}"></script>',
        static("clinic/idle.js"),
        reverse("session_input"),
        reverse("session_left"),
        settings.STAFF_IDLE_MINUTES * 60,
        WARNING_SECONDS,
        *words.values(),
    )
