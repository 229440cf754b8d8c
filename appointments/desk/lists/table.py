"""The tables of requests. What a row tells is worked out in one go, and written by one template.

Wagtail's own tables render each cell as a template by itself, with a context of its own. The desk's lists
have nine cells in a row and are open all day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone

from wagtail.admin.ui.tables import BaseColumn, Table

from appointments.desk.presenters.plan import plan_for
from appointments.models import AppointmentRequest
from appointments.targets.response_targets import ResponseTargets
from clinic.models import User


@dataclass(frozen=True)
class Look:
    """Who looks at the list, when, and by which targets of the clinic."""

    user: User
    now: datetime
    plan: ResponseTargets

    @classmethod
    def of(cls, request: HttpRequest) -> "Look":
        """The look that ``appointment_request`` takes."""
        return cls(request.user, timezone.now(), plan_for(request))


Row = dict[str, Any]
TellRow = Callable[[AppointmentRequest, Look], Row]


class DeskColumn(BaseColumn):
    """The head of a column; its cells stand in the template of the row."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, classname=f"desk-cell desk-cell--{name}", **kwargs)


class SelectColumn(DeskColumn):
    """Boxes, with one in the head that ticks all on the page."""

    header_template_name = "appointments/desk/lists/select_header.html"


class DeskTable(Table):
    """Tells of each request with ``tell``, and writes that with ``row_template``."""

    template_name = "appointments/desk/lists/table.html"
    row_template: str
    tell: TellRow

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        look = Look.of(request)
        rows = [type(self).tell(one, look) for one in self.data]
        # Components have no context processors: a form in a row needs its token.
        return {**super().get_context_data(parent_context), "rows": rows, "csrf_token": get_token(request)}
