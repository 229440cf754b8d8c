"""Base of pages about one request: finds it by its address, and sums it up at the top."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic.base import TemplateResponseMixin, View

from appointments.desk.day.visit_times import why_to_move
from appointments.models import AppointmentRequest, Visit
from appointments.permissions import user_can_review_requests
from clinic.database.clock import current_time
from clinic.identity.clinic_time import clinic_day, day_and_time, time_span
from clinic.models import StaffRequest

from .due import due_of
from .plan import clinic_for, plan_for
from .status import status_of, with_visits


class OneRequestMixin(TemplateResponseMixin, View):
    """View of one request, for users who may know that it exists."""

    request: StaffRequest
    object: AppointmentRequest

    def get_object(self, queryset: Any = None) -> AppointmentRequest:
        # Wagtail fetches the object before it checks permissions: a 404 would reveal what exists.
        if not user_can_review_requests(self.request.user):
            raise PermissionDenied
        joined = ("assigned_to", "duplicate_of", "standing__practitioner")
        requests = with_visits(AppointmentRequest.objects.all()).select_related(*joined)
        return get_object_or_404(requests, pk=self.kwargs["pk"])

    @cached_property
    def visit(self) -> Visit | None:
        """Return the visit that is not cancelled, joined by ``with_visits``."""
        return vars(self.object).get("standing")

    def summary(self) -> dict[str, Any]:
        """Return the context for the top of every page about the request."""
        visit = self.visit
        return {
            "due": due_of(self.object, current_time(), plan_for(self.request)),
            "status": status_of(self.object),
            "visit": visit,
            "visit_alert": why_to_move(visit, clinic_for(self.request).clock) if visit else "",
            "visit_day": clinic_day(visit.during.lower).isoformat() if visit else "",
            "visit_time": time_span(visit.during.lower, visit.during.upper) if visit else "",
            "received": day_and_time(self.object.received_at),
        }
