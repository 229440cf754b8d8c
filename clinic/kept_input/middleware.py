"""Middleware that keeps what staff typed through the end of their session."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from allauth.core.exceptions import ReauthenticationRequired

from clinic.http.middleware import ADMIN
from clinic.http.navigation import is_navigation
from clinic.sign_in.steps import SIGN_IN, is_proof, is_sign_in, is_step

from .authors import remember_author
from .pages import keep_or_sign_in, kept_page, prove_page, refused_page, step_page
from .sealed import KEPT


class KeptInputMiddleware(MiddlewareMixin):
    """Answers a form that came after the end of the session with the sign-in, and the sign-in with the form.

    Nothing is done until its author has seen it again and pressed the button, with a new token.
    """

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Leave the input on the page of a step that failed: a wrong password, a wrong code."""
        if is_sign_in(request) and request.POST.get(KEPT) and response.context_data is not None:
            response.context_data |= {KEPT: request.POST[KEPT], "kept_asked": True}
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Ask who is there before something delicate; what was sent waits in that page."""
        if not isinstance(exception, ReauthenticationRequired) or not request.user.is_authenticated:
            return None
        if not is_navigation(request):
            return refused_page(request, "not allowed")
        return prove_page(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path_info.startswith(ADMIN) or not hasattr(request, "user"):
            return response
        response = self._with_input(request, response)
        remember_author(request, response)
        return response

    def _with_input(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_form = request.method == "POST" and request.path != reverse("account_logout")
        if not is_form or response.status_code != HTTPStatus.FOUND or not is_navigation(request):
            return response
        if is_sign_in(request):
            return self._with_input_of_the_step_before(request, response)
        asks_to_sign_in = isinstance(response, HttpResponse) and _is_for_the_sign_in(response)
        typed = any(name != "csrfmiddlewaretoken" for name in request.POST)
        return keep_or_sign_in(request) if asks_to_sign_in and typed else response

    def _with_input_of_the_step_before(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        sealed, leads_to = request.POST.get(KEPT), urlsplit(response.headers.get("Location", "")).path
        if not sealed:
            return response
        if is_proof(request.path):
            return kept_page(request, sealed, why="proved")
        if is_step(leads_to):
            return step_page(request, leads_to, sealed)
        return kept_page(request, sealed) if request.user.is_authenticated else response


def _is_for_the_sign_in(response: HttpResponse) -> bool:
    """Return whether a page sent somebody who is signed out to the sign-in, and is to be opened after it."""
    address = urlsplit(response.headers.get("Location", ""))
    return address.path == reverse(SIGN_IN) and address.query.startswith("next=")
