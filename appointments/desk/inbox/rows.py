"""The rows of the inbox: all that is needed to choose the next call without opening a record."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from appointments.action_rules import ATTEMPTS_BEFORE_GIVING_UP
from appointments.desk.lists.table import DeskColumn, DeskTable, Look, Row, SelectColumn
from appointments.desk.presenters.due import due_of
from appointments.desk.presenters.next_action import next_action
from appointments.desk.presenters.reach import reach_of
from appointments.models import AppointmentRequest
from appointments.patient_data import DecryptionError
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


def tell_head(appointment_request: AppointmentRequest, look: Look) -> Row:
    """What every list of requests begins its rows with: when it is due, and whose it is."""
    due = due_of(appointment_request, getattr(appointment_request, "visit_starts", None), look.now, look.plan)
    return {
        # What a ticked box sends: the request, and the version that was seen.
        "seen": f"{appointment_request.pk}.{appointment_request.version}",
        "select": _t("Select %(reference)s") % {"reference": appointment_request.reference},
        "due": vars(due),
        "url": reverse("requests:inspect", args=[appointment_request.pk]),
        "reference": appointment_request.reference,
        "age": time_ago(appointment_request.received_at, look.now),
        "received": day_or_time(appointment_request.received_at),
        "name": _name(appointment_request),
        "article": appointment_request.article_title,
    }


def tell_request(appointment_request: AppointmentRequest, look: Look) -> Row:
    """A row of the inbox."""
    next_step = next_action(appointment_request, appointment_request.attempts, look.now)
    tries = {"done": appointment_request.attempts, "enough": ATTEMPTS_BEFORE_GIVING_UP}
    row = tell_head(appointment_request, look)
    if appointment_request.status == Status.CONTACTING:
        # When to try again stands in the column after.
        row["due"] = {**row["due"], "detail": ""}
    return {
        **row,
        "status": appointment_request.status,
        "status_words": Status(appointment_request.status).label,
        "tries": _t("%(done)s of %(enough)s tries") % tries,
        "next": next_step.words,
        "whose": next_step.whose,
        "turn": next_step.turn,
        "reach": _reach(appointment_request),
        "taken_by": appointment_request.assigned_to,
        "is_yours": appointment_request.assigned_to_id == look.user.pk,
        **_messages(appointment_request),
    }


class InboxTable(DeskTable):
    """The requests of the inbox."""

    row_template = "appointments/desk/inbox/inbox_row.html"
    tell = tell_request


def _name(appointment_request: AppointmentRequest) -> str:
    """Initial and surname; empty when no key opens what the patient wrote."""
    try:
        return appointment_request.patient.short_name
    except DecryptionError:
        return ""


def _reach(appointment_request: AppointmentRequest) -> dict[str, Any]:
    try:
        return vars(reach_of(appointment_request.patient))
    except DecryptionError:
        return {}


def _messages(appointment_request: AppointmentRequest) -> dict[str, str]:
    """What became of the messages about a request, as a word and a level: fine, alert or none."""
    if appointment_request.message_failed:
        return {"messages": _t("Failed"), "messages_level": "alert"}
    if appointment_request.message_owed:
        return {"messages": _t("Owed"), "messages_level": "none"}
    return {"messages": _t("OK"), "messages_level": "fine"}
