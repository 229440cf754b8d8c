"""The record of one request: what the patient wrote, what happened, and what can be done next."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from appointments.clinic_time import clinic_day, day_and_time, time_span
from appointments.models import AccessAction, AccessRecord, AppointmentRequest, Visit
from appointments.models.requests import Priority
from appointments.patient_data import SealBroken
from appointments.permissions import user_can_review_requests
from appointments.services.presence import look_in
from appointments.statuses import Status
from appointments.visit_times import why_to_move

from .answers import Answer, answers_of
from .call import call_of
from .due import due_of
from .likely import likely_of
from .plan import clinic_for, plan_for
from .presence import presence_of
from .quarantine import reasons_for
from .readers import latest_reads_of, reads_of
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
            "due": due_of(self.object, visit and visit.during.lower, timezone.now(), plan_for(self.request)),
            "visit": visit,
            "visit_alert": _alert_about(visit),
            "visit_day": clinic_day(visit.during.lower).isoformat() if visit else "",
            "visit_time": time_span(visit.during.lower, visit.during.upper) if visit else "",
            "received": day_and_time(self.object.received_at),
        }


def _alert_about(visit: Visit | None) -> str:
    """Why the visit should be moved; what is over stays where it was."""
    if visit is None or visit.during.upper <= timezone.now():
        return ""
    return why_to_move(visit.practitioner, clinic_day(visit.during.lower))


class RecordView(RecordsReads, OneRequestMixin, generic.InspectView):
    """The record page, which notices link to."""

    access_action = AccessAction.RECORD
    page_title = _("Request")
    # Whether whoever has the page open is seen by the others who have.
    shows_presence = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request, user = self.object, self.request.user
        # The events first: the steps and the call ask for them again.
        likely = likely_of(request, has_visit=self.visit is not None)
        entries, reads = entries_of(request, likely.merged), latest_reads_of(request)
        closing = steps_offered(request, user, "close")
        return {
            **(self._around(reads) if self.shows_presence else {}),
            **super().get_context_data(**kwargs),
            **self.summary(),
            "answers": self._answers(),
            "reasons": reasons_for(request) if request.status == Status.QUARANTINED else [],
            "entries": entries,
            "reads": reads_of(reads),
            "likely": likely,
            "duplicates": likely.merged,
            "next_steps": steps_offered(request, user, "next"),
            "who_steps": steps_offered(request, user, "who"),
            "closing_steps": [step for step in closing if step.ready(request)],
            "not_ready": [step.unless for step in closing if not step.ready(request)],
            "is_mine": request.assigned_to_id == user.pk,
        }

    def look(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """This request, those that look like it, and those whose timelines stand with its own."""
        return {**super().look(context), "shown": [self.object, *context["likely"].shown]}

    def _around(self, reads: list[AccessRecord]) -> dict[str, Any]:
        """Who else looks at the request, the call that is next, and the small steps beside the answers."""
        request, user = self.object, self.request.user
        clinic = clinic_for(self.request)
        return {
            "presence": presence_of(user, look_in(request, user), reads),
            "call": call_of(request, clinic, user),
            "clinic": clinic,
            "correct_steps": steps_offered(request, user, "answers"),
            "priorities": _other_priorities(request),
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


def _other_priorities(request: AppointmentRequest) -> list[tuple[int, str]]:
    """What the request could be besides what it is; nothing once it is closed."""
    others = [one for one in Priority if one != request.priority]
    return [(one.value, one.label) for one in others] if request.is_open else []


class PrintView(RecordView):
    """The record on paper, without the steps."""

    access_action = AccessAction.PRINT
    shows_presence = False
    template_name = "appointments/admin/print.html"

    def look(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """This request and those whose timelines stand with its own: what looks like it is not printed."""
        return {**super().look(context), "shown": [self.object, *context["duplicates"]]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "printed": day_and_time(timezone.now())}
