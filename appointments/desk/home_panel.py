"""Panel on the admin's first page: whom the desk calls now, and whether notices reach the desk."""

from collections.abc import Mapping
from typing import Any, cast

from django import db
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from wagtail.admin.ui.components import Component

from appointments.desk.inbox.desk_health import DeskHealth
from appointments.desk.inbox.table import ListedRequest, with_column_data
from appointments.desk.lists.order import desk_order_for
from appointments.desk.lists.waiting import waiting_for
from appointments.desk.presenters.due import due_of
from appointments.desk.presenters.next_action import next_action
from appointments.desk.presenters.plan import plan_for
from appointments.models import AccessAction, AppointmentRequest, Visit
from appointments.permissions import user_can_review_requests
from appointments.reading import recorded_reading
from appointments.services.access import record_access
from appointments.statuses import Status
from clinic.database.clock import current_time
from clinic.database.dead_connection import close_if_dead
from clinic.identity.clinic_time import start_of_day
from clinic.models import StaffRequest

SHOWN = 7
# Code of this list in the access log.
HOME = {"page": "home"}


class ToDoPanel(Component):
    """Panel with what the desk does next, by short names. A look at it is recorded, as at every list."""

    name = "requests_to_do"
    order = 50
    template_name = "appointments/desk/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        try:
            with transaction.atomic(), recorded_reading():
                rows, is_recorded = _rows(request), True
        except db.Error:
            rows, is_recorded = [], False
            close_if_dead()
        return {
            "rows": rows,
            "is_recorded": is_recorded,
            "count": waiting_for(request).patients,
            "visits": _visits_today(),
            "desk_health": DeskHealth(request),
        }


def _rows(request: StaffRequest) -> list[dict[str, Any]]:
    """Return what can be done now, the most pressing first, and record that ``request.user`` saw it."""
    now, plan = current_time(), plan_for(request)
    later = Q(status=Status.CONTACTING, next_attempt_at__gt=now)
    to_do = desk_order_for(request).sort(AppointmentRequest.objects.awaiting_desk().exclude(later))
    requests = cast(list[ListedRequest], list(with_column_data(to_do)[:SHOWN]))
    record_access(actor=request.user, action=AccessAction.LIST, shown=requests, filters=HOME)
    return [
        {
            "name": one.answers.short_name if one.answers else "",
            "reference": one.reference,
            "url": reverse("requests:inspect", args=[one.pk]),
            "next": next_action(one, one.attempts, one.last_outcome or "", now, needs_new_time=False).words,
            "due": due_of(one, now, plan),
            "is_yours": one.assigned_to_id == request.user.pk,
        }
        for one in requests
    ]


def _visits_today() -> int:
    now = current_time()
    begins, ends = start_of_day(now), start_of_day(now, days_later=1)
    return Visit.objects.active().filter(during__startswith__gte=begins, during__startswith__lt=ends).count()


def add_to_do_panel(request: StaffRequest, panels: list[Component]) -> None:
    """Add the panel for users who work at the desk."""
    if user_can_review_requests(request.user):
        panels.append(ToDoPanel())
