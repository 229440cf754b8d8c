"""Views of refused requests: 403, and forms that fail Django's check against forgery."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters

from clinic import views
from clinic.http.middleware import ADMIN
from clinic.http.navigation import is_navigation
from clinic.http.posted_from import PostedFrom, posted_from
from clinic.sign_in.steps import is_sign_in

from .pages import keep_or_sign_in, kept_page, refused_page, sign_in_page
from .sealed import KEPT


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show 403: to staff in the admin, to everybody else without a word about what is protected."""
    if request.path_info.startswith(ADMIN):
        return refused_page(request, "not allowed")
    return views.permission_denied(request, exception)


@sensitive_post_parameters()
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit, mostly as its author signed in anew in another tab.

    Nothing was done. From our own page, everything typed is offered again on a page with a new token.
    """
    if not request.path_info.startswith(ADMIN):
        return views.permission_denied(request)
    # Without Origin, Django insists on a Referer where the site is served by https.
    where = PostedFrom.HIDDEN if reason.startswith("Referer") else posted_from(request)
    if where is not PostedFrom.OURS:
        return refused_page(request, where.value)
    if not is_navigation(request):
        return refused_page(request, "not allowed")
    return _sign_in_again(request) if is_sign_in(request) else keep_or_sign_in(request)


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    """Answer a sign-in page that was too old: another tab has signed in or out since it was opened."""
    sealed = request.POST.get(KEPT, "")
    if request.user.is_authenticated:
        return kept_page(request, sealed) if sealed else redirect(_next(request))
    if settings.CSRF_COOKIE_NAME not in request.COOKIES:
        return refused_page(request, "no cookies")
    return sign_in_page(request, sealed, stale=True)


def _next(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("wagtailadmin_home")
