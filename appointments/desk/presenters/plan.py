"""Details, response targets and visits to move of the clinic, queried once for each page of the admin."""

from django.http import HttpRequest

from appointments.targets.queries import response_targets_of
from appointments.targets.response_targets import ResponseTargets
from appointments.targets.visits_to_move import VisitToMove, clinic_with_visits, visits_to_move
from clinic.database.clock import current_time
from clinic.http.request_cache import cached_on_request
from clinic.models import ClinicSettings


@cached_on_request
def clinic_for(request: HttpRequest) -> ClinicSettings:
    """Return the details of the clinic, which the rest of the page uses too."""
    return ClinicSettings.keep_for_staff(request, clinic_with_visits(current_time()))


@cached_on_request
def plan_for(request: HttpRequest) -> ResponseTargets:
    """Return the response targets of the clinic."""
    return response_targets_of(clinic_for(request))


@cached_on_request
def visits_to_move_for(request: HttpRequest) -> list[VisitToMove]:
    """Return the visits that need a new time, the next one first."""
    return visits_to_move(clinic_for(request))
