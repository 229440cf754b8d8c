"""The record of one request: what the patient wrote, what happened, and what can be done next."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from appointments.clinic_time import day_and_time, time_span
from appointments.models import AccessAction, AppointmentRequest, Visit
from appointments.patient_data import SealBroken
from appointments.permissions import user_can_review_requests
from appointments.statuses import Status

from .answers import Answer, answers_of
from .due import due_of
from .quarantine import reasons_for
from .readers import reads_of
from .reads import RecordsReads
from .steps import steps_offered
from .timeline import entries_of


class OneRequestMixin:
    """Finds the request of an address, for those who may know that it exists."""

    def get_object(self, queryset: Any = None) -> AppointmentRequest:
        # Wagtail looks the object up before it asks who may see it: 404 or not would tell the others.
        if not user_can_review_requests(self.request.user):
            raise PermissionDenied
        known = AppointmentRequest.objects.select_related("assigned_to", "duplicate_of")
        return get_object_or_404(known, pk=self.kwargs["pk"])

    @cached_property
    def visit(self) -> Visit | None:
        """The visit that stands."""
        return self.object.visits.filter(cancelled_at=None).select_related("practitioner").first()

    def summary(self) -> dict[str, Any]:
        """What every page about the request shows at its top."""
        visit = self.visit
        return {
            "due": due_of(self.object, visit and visit.during.lower, timezone.now()),
            "visit": visit,
            "visit_time": time_span(visit.during.lower, visit.during.upper) if visit else "",
            "received": day_and_time(self.object.received_at),
        }


class RecordView(RecordsReads, OneRequestMixin, generic.InspectView):
    """The record page, which notices link to."""

    access_action = AccessAction.RECORD
    page_title = _("Request")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request, user = self.object, self.request.user
        closing = steps_offered(request, user, "close")
        return {
            **super().get_context_data(**kwargs),
            **self.summary(),
            "answers": self._answers(),
            "reasons": reasons_for(request) if request.status == Status.QUARANTINED else [],
            "entries": entries_of(request),
            "reads": reads_of(request),
            "duplicates": request.duplicates.order_by("received_at"),
            "next_steps": steps_offered(request, user, "next"),
            "who_steps": steps_offered(request, user, "who"),
            "closing_steps": [step for step in closing if step.ready(request)],
            "not_ready": [step.unless for step in closing if not step.ready(request)],
            "is_mine": request.assigned_to_id == user.pk,
        }

    @cached_property
    def header_buttons(self) -> list[Button]:
        """A page for printing: what a browser prints by itself, nobody can record."""
        return [
            HeaderButton(
                _("Print"), url=reverse("requests:print", args=[self.object.pk]), icon_name="doc-full"
            )
        ]

    def _answers(self) -> list[Answer] | None:
        try:
            return answers_of(self.object)
        except SealBroken:
            return None


class PrintView(RecordView):
    """The record on paper, without the steps."""

    access_action = AccessAction.PRINT
    template_name = "appointments/admin/print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "printed": day_and_time(timezone.now())}
