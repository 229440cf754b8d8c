"""Details and response targets of the clinic, queried once for each page of the admin."""

from django.http import HttpRequest

from appointments.targets.queries import response_targets_of
from appointments.targets.response_targets import ResponseTargets
from clinic.http.request_cache import cached_on_request
from clinic.models import ClinicSettings


@cached_on_request
def clinic_for(_request: HttpRequest) -> ClinicSettings:
    """Return the details of the clinic."""
    return ClinicSettings.of_the_default_site()


@cached_on_request
def plan_for(request: HttpRequest) -> ResponseTargets:
    """Return the response targets of the clinic."""
    return response_targets_of(clinic_for(request))
