"""The clinic's details and its targets, asked once for each page of the admin."""

from django.http import HttpRequest

from appointments.targets.queries import response_targets_of
from appointments.targets.response_targets import ResponseTargets
from clinic.models import ClinicSettings

_CLINIC, _PLAN = "_appointments_clinic", "_appointments_plan"


def clinic_for(request: HttpRequest) -> ClinicSettings:
    """The clinic's details while ``appointment_request`` is answered."""
    if not hasattr(request, _CLINIC):
        setattr(request, _CLINIC, ClinicSettings.of_the_default_site())
    return getattr(request, _CLINIC)


def plan_for(request: HttpRequest) -> ResponseTargets:
    """The clinic's targets while ``appointment_request`` is answered."""
    if not hasattr(request, _PLAN):
        setattr(request, _PLAN, response_targets_of(clinic_for(request)))
    return getattr(request, _PLAN)
