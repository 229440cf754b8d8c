"""Table of requests: its columns, the values that the query adds, and the context of the row template.

A new column needs this module and the template ``inbox_row.html``. Wagtail's own tables render each cell with
a template of its own. The desk's lists have nine cells in a row and are open all day, so one template renders
a whole row.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import BaseColumn, Table

from appointments.desk.lists.people import people_for
from appointments.desk.lists.tabs import message_failed
from appointments.desk.presenters.due import due_of
from appointments.desk.presenters.next_action import next_action, tries_in_words
from appointments.desk.presenters.plan import plan_for, visits_to_move_for
from appointments.desk.presenters.reach import reach_of
from appointments.desk.presenters.status import status_of, with_visits
from appointments.models import AppointmentRequest, AppointmentRequestQuerySet, Notice, RequestEvent
from appointments.models.notices import NoticeState
from appointments.models.timeline import ATTEMPTS
from appointments.statuses import AWAITING_DESK, Status
from clinic.database.clock import current_time
from clinic.identity.clinic_time import day_or_time, time_ago
from clinic.models import StaffRequest, User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class DeskColumn(BaseColumn):
    """Head of a column; its cells are in the template of the row."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, classname=f"desk-cell desk-cell--{name}", **kwargs)


class SelectColumn(DeskColumn):
    """Column of checkboxes, with one in the head that selects all on the page."""

    header_template_name = "appointments/desk/inbox/select_header.html"


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


class ColumnData(TypedDict):
    """Values that the columns of the inbox read from other tables."""

    attempts: int
    last_outcome: str | None
    message_failed: bool
    message_owed: bool


type ListedRequest = WithAnnotations[AppointmentRequest, ColumnData]


def with_column_data(requests: AppointmentRequestQuerySet) -> AppointmentRequestQuerySet:
    """Annotate ``requests`` with the ``ColumnData``."""
    tries = RequestEvent.objects.filter(ATTEMPTS, appointment_request=OuterRef("pk")).order_by()
    attempts = tries.values("appointment_request").annotate(count=Count("pk")).values("count")
    owed = Notice.objects.filter(appointment_request=OuterRef("pk"), state=NoticeState.PENDING)
    # No list shows the hashes by which people are found, and there are hundreds of each.
    return with_visits(requests.defer("lookup")).annotate(
        attempts=Coalesce(Subquery(attempts), 0),
        last_outcome=Subquery(tries.order_by("-at", "-pk").values(outcome=KT("details__outcome"))[:1]),
        message_failed=message_failed(),
        message_owed=Exists(owed),
    )


class DeskTable[Row: AppointmentRequest](Table):
    """Table of requests, each row of which is rendered with ``row_template``."""

    template_name = "appointments/desk/inbox/table.html"
    row_template: str

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        self.request: StaffRequest = request
        self.user, self.now, self.plan = request.user, current_time(), plan_for(request)
        self.to_move = {visit.appointment_request_id for visit in visits_to_move_for(request)}
        rows = [self.get_row_context(appointment_request) for appointment_request in self.data]
        # A form in a row needs its token, and components have no context processors.
        return {**super().get_context_data(parent_context), "rows": rows, "csrf_token": get_token(request)}

    def get_row_context(self, appointment_request: Row) -> dict[str, Any]:
        """Return the values for the cells of ``HEAD_COLUMNS``."""
        return {
            # A selected checkbox sends the request and the version on the screen.
            "seen": f"{appointment_request.pk}.{appointment_request.version}",
            "select": _t("Select %(reference)s") % {"reference": appointment_request.reference},
            "due": vars(due_of(appointment_request, self.now, self.plan)),
            "url": reverse("requests:inspect", args=[appointment_request.pk]),
            "reference": appointment_request.reference,
            "age": time_ago(appointment_request.received_at, self.now),
            "received": day_or_time(appointment_request.received_at),
            "name": _name(appointment_request),
            "article": appointment_request.article_title,
        }


class InboxTable(DeskTable[ListedRequest]):
    """Table of the inbox."""

    row_template = "appointments/desk/inbox/inbox_row.html"

    @cached_property
    def people(self) -> dict[int | None, User]:
        """Return everybody who may have taken a request, by key: another query of the page asks for them."""
        return {person.pk: person for person in people_for(self.request).named}

    def get_row_context(self, appointment_request: ListedRequest) -> dict[str, Any]:
        """Return the values for the cells of ``INBOX_COLUMNS``."""
        row = super().get_row_context(appointment_request)
        if appointment_request.status == Status.CONTACTING and appointment_request.next_attempt_at:
            # The column "Next" shows when to try again.
            row["due"] = {**row["due"], "detail": ""}
        status, attempts = status_of(appointment_request), appointment_request.attempts
        action = next_action(
            appointment_request,
            attempts,
            appointment_request.last_outcome or "",
            self.now,
            needs_new_time=appointment_request.pk in self.to_move,
        )
        tries = tries_in_words(attempts) if appointment_request.status in AWAITING_DESK else ""
        return {
            **row,
            "status": status.code,
            "status_words": status.name,
            "status_rest": status.rest or tries,
            "next": action.words,
            "whose": action.whose,
            "turn": action.turn,
            "reach": _reach(appointment_request),
            "taken_by": self.people.get(appointment_request.assigned_to_id),
            "is_yours": appointment_request.assigned_to_id == self.user.pk,
            **_messages(appointment_request),
        }


def _name(appointment_request: AppointmentRequest) -> str:
    """Return initial and surname; empty when the answers cannot be opened."""
    answers = appointment_request.answers
    return answers.short_name if answers else ""


def _reach(appointment_request: AppointmentRequest) -> dict[str, Any]:
    answers = appointment_request.answers
    return vars(reach_of(answers)) if answers else {}


def _messages(appointment_request: ListedRequest) -> dict[str, str]:
    """Return the state of the messages about a request, as a word and a level: fine, alert or none."""
    if appointment_request.message_failed:
        return {"messages": _t("Failed"), "messages_level": "alert"}
    if appointment_request.message_owed:
        return {"messages": _t("Owed"), "messages_level": "none"}
    return {"messages": _t("OK"), "messages_level": "fine"}
