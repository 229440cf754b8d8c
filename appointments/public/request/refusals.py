"""Reasons for which answers are not taken as they came, although they may be sent once more."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from appointments.public.forms.carried import Carried
from clinic.http.posted_from import PostedFrom, posted_from


def why_not_taken(request: HttpRequest, arrived: Carried) -> str:
    """Return why the answers are not taken as they came; empty when they are."""
    match posted_from(request):
        case PostedFrom.HIDDEN:
            return _(
                "Your browser does not say which page your answers come from, so your request was not "
                "sent. Saved copies of this page and some privacy settings cause this. Check your "
                "answers and send them from here; if you read this again, use another browser."
            )
        case PostedFrom.ANOTHER_SITE:
            return _(
                "Your answers were sent from another website, so your request was not sent. "
                "Check your answers and send them from here."
            )
    if not arrived.too_old:
        return ""
    return _(
        "This page was open for a long time, so your request was not sent. "
        "Check your answers and send it again."
    )
