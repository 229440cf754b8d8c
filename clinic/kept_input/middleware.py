"""Middleware that keeps what staff typed through the end of their session."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from clinic.http.middleware import ADMIN
from clinic.http.sessions import is_navigation

from .authors import remember_author
from .pages import keep_or_sign_in, kept_page
from .refusals import is_sign_in
from .sealed import KEPT


class KeptInputMiddleware(MiddlewareMixin):
    """Answers a form that came after the end of the session with the sign-in, and the sign-in with the form.

    Nothing is done until its author has seen it again and pressed the button, with a new token.
    """

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Leave the input on the sign-in page after a wrong password."""
        if is_sign_in(request) and request.POST.get(KEPT) and response.context_data is not None:
            response.context_data |= {KEPT: request.POST[KEPT], "kept_asked": True}
        return response

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path_info.startswith(ADMIN) or not hasattr(request, "user"):
            return response
        response = self._with_input(request, response)
        remember_author(request, response)
        return response

    def _with_input(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_form = request.method == "POST" and request.path != reverse("wagtailadmin_logout")
        if not is_form or response.status_code != HTTPStatus.FOUND or not is_navigation(request):
            return response
        if is_sign_in(request):
            sealed = request.POST.get(KEPT)
            return kept_page(request, sealed) if sealed and request.user.is_authenticated else response
        asks_to_sign_in = isinstance(response, HttpResponse) and _is_for_the_sign_in(response)
        typed = any(name != "csrfmiddlewaretoken" for name in request.POST)
        return keep_or_sign_in(request) if asks_to_sign_in and typed else response


def _is_for_the_sign_in(response: HttpResponse) -> bool:
    """Return whether a page sent somebody who is signed out to the sign-in, and is to be opened after it."""
    address = urlsplit(response.headers.get("Location", ""))
    return address.path == reverse("wagtailadmin_login") and address.query.startswith("next=")
