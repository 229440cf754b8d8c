"""The rows of the inbox: all that is needed to choose the next call without opening a record."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from appointments.desk.lists.table import DeskColumn, DeskTable, Look, Row, SelectColumn
from appointments.desk.presenters.due import due_of
from appointments.desk.presenters.next_action import next_action
from appointments.desk.presenters.reach import reach_of
from appointments.models import AppointmentRequest
from appointments.patient_data import SealBroken
from appointments.services.contact.attempts import ATTEMPTS_BEFORE_GIVING_UP
from appointments.statuses import Status
from clinic.identity.clinic_time import day_or_time, time_ago

HEAD_COLUMNS = [
    SelectColumn("select", label=_("Select")),
    DeskColumn("due", label=_("Due")),
    DeskColumn("reference", label=_("Reference")),
    DeskColumn("name", label=_("Name and article")),
]
INBOX_COLUMNS = [
    *HEAD_COLUMNS,
    DeskColumn("status", label=_("Status")),
    DeskColumn("next", label=_("Next")),
    DeskColumn("reach", label=_("Reach by")),
    DeskColumn("taken_by", label=_("Taken by")),
    DeskColumn("messages", label=_("Messages")),
]


def tell_head(request: AppointmentRequest, look: Look) -> Row:
    """What every list of requests begins its rows with: when it is due, and whose it is."""
    due = due_of(request, getattr(request, "visit_starts", None), look.now, look.plan)
    return {
        # What a ticked box sends: the request, and the version that was seen.
        "seen": f"{request.pk}.{request.version}",
        "select": _t("Select %(reference)s") % {"reference": request.reference},
        "due": vars(due),
        "url": reverse("requests:inspect", args=[request.pk]),
        "reference": request.reference,
        "age": time_ago(request.received_at, look.now),
        "received": day_or_time(request.received_at),
        "name": _name(request),
        "article": request.article_title,
    }


def tell_request(request: AppointmentRequest, look: Look) -> Row:
    """A row of the inbox."""
    next_step = next_action(request, request.attempts, look.now)
    tries = {"done": request.attempts, "enough": ATTEMPTS_BEFORE_GIVING_UP}
    row = tell_head(request, look)
    if request.status == Status.CONTACTING:
        # When to try again stands in the column after.
        row["due"] = {**row["due"], "detail": ""}
    return {
        **row,
        "status": request.status,
        "status_words": Status(request.status).label,
        "tries": _t("%(done)s of %(enough)s tries") % tries,
        "next": next_step.words,
        "whose": next_step.whose,
        "turn": next_step.turn,
        "reach": _reach(request),
        "taken_by": request.assigned_to,
        "is_yours": request.assigned_to_id == look.user.pk,
        **_messages(request),
    }


class InboxTable(DeskTable):
    """The requests of the inbox."""

    row_template = "appointments/desk/inbox/inbox_row.html"
    tell = tell_request


def _name(request: AppointmentRequest) -> str:
    """Initial and surname; empty when no key opens what the patient wrote."""
    try:
        return request.patient.short_name
    except SealBroken:
        return ""


def _reach(request: AppointmentRequest) -> dict[str, Any]:
    try:
        return vars(reach_of(request.patient))
    except SealBroken:
        return {}


def _messages(request: AppointmentRequest) -> dict[str, str]:
    """What became of the messages about a request, as a word and a level: fine, alert or none."""
    if request.message_failed:
        return {"messages": _t("Failed"), "messages_level": "alert"}
    if request.message_owed:
        return {"messages": _t("Owed"), "messages_level": "none"}
    return {"messages": _t("OK"), "messages_level": "fine"}
