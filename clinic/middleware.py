"""Two guards around every request: no NUL byte reaches the database, and the admin has its own CSP."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

Handler = Callable[[HttpRequest], HttpResponse]


class RefuseNullBytes:
    """Answers 400 to an address with a NUL: Postgres cannot store one, and would answer with a crash."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path_info or "\x00" in query or "%00" in query:
            return HttpResponseBadRequest("Bad request", content_type="text/plain")
        return self.get_response(request)


class AdminContentSecurityPolicy:
    """Gives /admin/ the policy that Wagtail's editor needs; every other address keeps the strict one.

    It stands below Django's own middleware, which writes the header from what it finds on the response.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            # A preview is a public page rendered within the admin, and already carries the public policy.
            response.headers.pop("Content-Security-Policy", None)
            response._csp_config = settings.ADMIN_CSP
        return response
