"""Panel on the admin's first page: the requests due soonest, and whether notices reach the desk."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from wagtail.admin.ui.components import Component

from appointments.desk.inbox.desk_health import DeskHealth
from appointments.desk.presenters.due import due_of
from appointments.desk.presenters.plan import plan_for
from appointments.models import AppointmentRequest
from appointments.permissions import user_can_review_requests
from appointments.targets.queries import is_late
from clinic.models import StaffRequest

SHOWN = 5


class WaitingPanel(Component):
    """Panel with the requests due soonest, by reference. Names are for the inbox."""

    name = "requests_waiting"
    order = 50
    template_name = "appointments/desk/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        now, plan = timezone.now(), plan_for(parent_context["request"])
        waiting = AppointmentRequest.objects.awaiting_desk().in_desk_order(pressing=is_late(plan, now))
        return {
            "waiting": [
                (appointment_request, due_of(appointment_request, now, plan))
                for appointment_request in waiting[:SHOWN]
            ],
            "count": waiting.count(),
            "desk_health": DeskHealth(parent_context["request"]),
        }


def add_waiting_panel(request: StaffRequest, panels: list[Component]) -> None:
    """Add the panel for users who work at the desk."""
    if user_can_review_requests(request.user):
        panels.append(WaitingPanel())
