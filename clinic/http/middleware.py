"""Middleware for every request: refuses NUL bytes, compresses public pages, adds headers for browsers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.deprecation import MiddlewareMixin

from clinic import views

ADMIN = "/admin/"


class SecurityHeadersMiddleware(MiddlewareMixin):
    """Adds headers that Django has no setting for, which isolate this site from others.

    A public page with the editor's bar, as staff see it, is not cached.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if request.path_info.startswith(ADMIN):
            return response
        # Left out in the admin: its previews and pickers frame pages that do not send this header.
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Vary" in response.headers:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class NullByteMiddleware(MiddlewareMixin):
    r"""Answers 400 to a NUL in the address or in a cookie, where it can be written as ``\000``.

    Postgres cannot store one; without this check its error would be a crash.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        query = request.META.get("QUERY_STRING", "")
        in_cookies = any("\x00" in value for value in request.COOKIES.values())
        if "\x00" in request.path_info or "\x00" in query or "%00" in query or in_cookies:
            return views.bad_request(request)
        return None


class PublicGZipMiddleware(GZipMiddleware):
    """Compresses public pages for phones on slow lines, whatever proxy stands in front.

    Admin pages are left out: they hold patients' names and repeat what was searched for, and the compressed
    size of such a page can reveal what it holds (the BREACH attack). Pictures are compressed already.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith((ADMIN, settings.MEDIA_URL)):
            return response
        return super().process_response(request, response)


class AdminCSPMiddleware(MiddlewareMixin):
    """Gives /admin/ the policy that Wagtail's editor needs; every other address keeps the strict one.

    A view of the admin that says which policy it needs, as the sign-in does, keeps that.

    It stands below Django's own middleware, which writes the header from what it finds on the response.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path_info.startswith(ADMIN) and not hasattr(response, "_csp_config"):
            # A preview is a public page rendered within the admin, and already carries the public policy.
            response.headers.pop("Content-Security-Policy", None)
            # The attribute that Django's ``csp_override`` sets for the middleware.
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]  # private to Django
        return response
