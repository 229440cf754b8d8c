"""The columns of the inbox: all that is needed to choose the next call without opening a record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import BaseColumn, Column

from appointments.clinic_time import day_or_time, time_ago
from appointments.models import AppointmentRequest
from appointments.patient_data import SealBroken
from appointments.services.attempts import ATTEMPTS_BEFORE_GIVING_UP
from appointments.statuses import Status

from .due import due_of
from .next_action import NextAction, next_action
from .plan import plan_for
from .reach import Reach, reach_of


class DeskColumn(Column):
    """A column whose cells are a template of ours, given ``value``."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, classname=f"desk-cell desk-cell--{name}", **kwargs)
        self.cell_template_name = f"appointments/admin/cells/{name}.html"


class SelectColumn(BaseColumn):
    """A box for each row, sent with the form below the list together with the version that is shown."""

    header_template_name = "appointments/admin/cells/select_header.html"
    cell_template_name = "appointments/admin/cells/select.html"

    def __init__(self) -> None:
        super().__init__("select", label=_("Select"), classname="desk-cell desk-cell--select")

    def get_cell_context_data(
        self, instance: AppointmentRequest, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        seen = f"{instance.pk}.{instance.version}"
        return {**super().get_cell_context_data(instance, parent_context), "seen": seen}


@dataclass(frozen=True)
class MessageState:
    """What became of the messages about a request, as a word and a ``level``: fine, alert or none."""

    level: str
    words: str


class DueColumn(DeskColumn):
    """When the next step is due, by the clinic's own targets."""

    def get_cell_context_data(
        self, instance: AppointmentRequest, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        plan = plan_for(parent_context["request"])
        due = due_of(instance, getattr(instance, "visit_starts", None), timezone.now(), plan)
        # The next column says when to try again.
        shown = replace(due, detail="") if instance.status == Status.CONTACTING else due
        return {**super().get_cell_context_data(instance, parent_context), "value": shown}


def _reference(request: AppointmentRequest) -> dict[str, Any]:
    return {"request": request, **_received(request)}


def _name(request: AppointmentRequest) -> dict[str, Any]:
    try:
        return {"name": request.patient.short_name}
    except SealBroken:
        return {"lost": True}


def _status(request: AppointmentRequest) -> dict[str, Any]:
    return {
        "words": request.get_status_display(),
        "done": request.attempts,
        "enough": ATTEMPTS_BEFORE_GIVING_UP,
    }


def _next(request: AppointmentRequest) -> NextAction:
    return next_action(request, request.attempts, timezone.now())


def _reach(request: AppointmentRequest) -> Reach | None:
    try:
        return reach_of(request.patient)
    except SealBroken:
        return None


def _received(request: AppointmentRequest) -> dict[str, str]:
    return {"age": time_ago(request.received_at, timezone.now()), "exact": day_or_time(request.received_at)}


def _messages(request: AppointmentRequest) -> MessageState:
    if request.message_failed:
        return MessageState("alert", _t("Failed"))
    if request.message_owed:
        return MessageState("none", _t("Owed"))
    return MessageState("fine", _t("OK"))


SELECT = SelectColumn()
DUE = DueColumn("due", label=_("Due"), accessor="due_at")
REFERENCE = DeskColumn("reference", label=_("Reference"), accessor=_reference)
NAME = DeskColumn("name", label=_("Name and article"), accessor=_name)
INBOX_COLUMNS = [
    SELECT,
    DUE,
    REFERENCE,
    NAME,
    DeskColumn("status", label=_("Status"), accessor=_status),
    DeskColumn("next", label=_("Next"), accessor=_next),
    DeskColumn("reach", label=_("Reach by"), accessor=_reach),
    DeskColumn("taken_by", label=_("Taken by"), accessor="assigned_to"),
    DeskColumn("messages", label=_("Messages"), accessor=_messages),
]
