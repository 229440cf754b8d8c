"""Open page whose session has ended: the script that says so, and what it asks for after the next sign-in."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from .authors import author_of
from .pages import sign_in_page
from .sealed import KEPT


# Called because the page's token is too old; it changes nothing, and other sites cannot read its answer.
@method_decorator(csrf_exempt, name="dispatch")
class TokenView(View):
    """View that gives the page of somebody who signed in anew the new token; nobody else's page gets it."""

    def post(self, request: HttpRequest) -> JsonResponse:
        is_author = author_of(request) in (None, request.user.pk)
        return JsonResponse({"token": get_token(request) if is_author else ""})


class HandBackView(View):
    """Button for input of somebody else: signs the wrong person out, and lets its author sign in."""

    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return sign_in_page(request, request.POST.get(KEPT, ""))


def kept_input_urls() -> list[URLPattern]:
    """Return the addresses that the script and the button ask."""
    return [
        path("kept-input/token/", TokenView.as_view(), name="kept_input_token"),
        path("kept-input/", HandBackView.as_view(), name="kept_input_hand_back"),
    ]


def signed_out_script() -> SafeString:
    """Return the script with its words."""
    words = {
        "signed-out": _("You are signed out, so this page is not saved. What you typed stays here."),
        "sign-in": _("Sign in in a new tab, then come back."),
        "again": _("You are signed in again. Save this page now."),
        "another": _("Somebody else has signed in. Only you can save what you typed here: sign in again."),
    }
    return format_html(
        '<script src="{}" data-address="{}" data-sign-in-at="{}" data-signed-out="{}" data-sign-in="{}" '
        'data-again="{}" data-another="{}"></script>',
        static("clinic/signed_out.js"),
        reverse("kept_input_token"),
        reverse("account_login"),
        *words.values(),
    )
