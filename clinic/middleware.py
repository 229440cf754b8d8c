"""What stands around every request: no NUL bytes, compressed public pages, and headers for browsers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.csp import CSP

from clinic import views

Handler = Callable[[HttpRequest], HttpResponse]
ADMIN = "/admin/"
# Wagtail's own screens for the owner, which start with inline scripts. They show no word of a patient.
ADMIN_WITH_INLINE_SCRIPTS = ("/admin/groups/", "/admin/redirects/", "/admin/sites/", "/admin/workflows/")


class OtherSecurityHeaders:
    """The headers that Django has no setting for: no other site may use what is ours, nor the reverse.

    A public page as staff see it, with the editor's bar, is kept by nobody.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if request.path_info.startswith(ADMIN):
            return response
        # Not for the admin: its previews and pickers frame pages that could not send it.
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Vary" in response.headers:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class RefuseNullBytes:
    r"""Answers 400 to a NUL in the address or in a cookie, where it can be written as ``\000``.

    Postgres cannot store one, and would answer with a crash.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        in_cookies = any("\x00" in value for value in request.COOKIES.values())
        if "\x00" in request.path_info or "\x00" in query or "%00" in query or in_cookies:
            return views.bad_request(request)
        return self.get_response(request)


class CompressPublicPages(GZipMiddleware):
    """Compresses pages for phones on slow lines, whatever proxy stands in front.

    Not the admin: its pages hold patients' names and repeat what was searched for, and the size of such
    a page, once compressed, can be made to tell what it holds (the BREACH attack).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(ADMIN):
            return response
        return super().process_response(request, response)


class AdminContentSecurityPolicy:
    """Gives /admin/ the policy that Wagtail's editor needs; every other address keeps the strict one.

    It stands below Django's own middleware, which writes the header from what it finds on the response.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(ADMIN):
            # A preview is a public page rendered within the admin, and already carries the public policy.
            response.headers.pop("Content-Security-Policy", None)
            policy = settings.ADMIN_CSP
            if request.path_info.startswith(ADMIN_WITH_INLINE_SCRIPTS):
                policy = {**settings.ADMIN_CSP, "script-src": [CSP.SELF, CSP.UNSAFE_INLINE]}
            # As Django's ``csp_override`` leaves it for the middleware.
            response._csp_config = policy  # type: ignore[attr-defined]  # private to Django
        return response
