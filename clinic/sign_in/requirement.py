"""Middleware that lets nobody into the admin without the second factor that is required."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from .second_factors import was_used
from .steps import OPEN_TO_HALF_SIGNED_IN


class SecondFactorMiddleware(MiddlewareMixin):
    """Sends whoever signed in by password alone to the page that sets up a second factor.

    It asks what this session was begun with, not what the account has: that costs no query, and a session
    from before the factor was required is no way around it.
    """

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if not settings.STAFF_MFA_REQUIRED or not request.user.is_authenticated or was_used(request):
            return None
        match = request.resolver_match
        if match is None or match.view_name in OPEN_TO_HALF_SIGNED_IN:
            return None
        if not _is_for_staff(request):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        return redirect("mfa_index")


def _is_for_staff(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")
