"""Response to a form whose security token is missing or too old."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from appointments.public.your_request.views import your_request_again

from .views import RequestAppointmentView


@sensitive_post_parameters()
@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Return the patient's page with everything typed; nothing was stored or changed."""
    match = request.resolver_match
    if match and match.view_name == "appointments:your-request":
        return your_request_again(request, **match.kwargs)
    if match and match.view_name == "appointments:request":
        return RequestAppointmentView.as_view(has_expired=True)(request)
    return render(request, "403.html", {"phone": settings.CLINIC_PHONE}, status=HTTPStatus.FORBIDDEN)
