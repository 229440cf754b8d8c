"""List of possible spam, with the reasons: one click restores a request, one discards it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.desk.access_log.recording import RecordsListAccessMixin
from appointments.desk.actions.registry import ACTIONS
from appointments.desk.bulk.bar import BulkBar
from appointments.desk.lists.tabs import PARAMETER, TABS, counts_for, tabs_shown
from appointments.desk.lists.waiting import last_arrival, waiting_for
from appointments.desk.pages import DeskPageMixin
from appointments.desk.presenters.event_details import spam_reasons_of
from appointments.models import AccessAction, AppointmentRequest, AppointmentRequestQuerySet, RequestEvent
from appointments.models.timeline import EventKind
from appointments.statuses import Status

from .desk_health import DeskHealth
from .last_step import last_step_of
from .table import HEAD_COLUMNS, DeskColumn, DeskTable


class QuarantineTable(DeskTable[AppointmentRequest]):
    """Table of possible spam."""

    row_template = "appointments/desk/inbox/quarantine_row.html"

    def get_row_context(self, appointment_request: AppointmentRequest) -> dict[str, Any]:
        """Return the row with its two buttons, each of which sends the version that is in the list."""
        actions = [ACTIONS["restore"], ACTIONS["discard"]]
        return {
            **super().get_row_context(appointment_request),
            "reasons": spam_reasons_of(appointment_request),
            "wrote": appointment_request.answers,
            "actions": [
                {"url": reverse(action.url_name, args=[appointment_request.pk]), "label": action.label}
                for action in actions
            ],
            "version": appointment_request.version,
        }


class QuarantineView(DeskPageMixin, RecordsListAccessMixin):
    """List of possible spam, the first due first: a real patient was promised an answer by then.

    Unlike the inbox it shows the note, the number and the address: nobody can judge without them. The access
    log names every request of the list.
    """

    access_action = AccessAction.SPAM
    page_title = _("Possible spam")
    header_icon = "mail"
    template_name = "appointments/desk/inbox/inbox.html"
    results_template_name = "appointments/desk/inbox/quarantine_results.html"
    list_display = [
        *HEAD_COLUMNS,
        DeskColumn("wrote", label=_("What they wrote")),
        DeskColumn("reasons", label=_("Why it is here")),
        DeskColumn("decide", label=_("Decide")),
    ]
    table_class = QuarantineTable
    table_classname = "listing desk-inbox desk-inbox--quarantine"
    is_searchable = False
    FORMATS: tuple[str, ...] = ()

    def get_base_queryset(self) -> AppointmentRequestQuerySet:
        received = RequestEvent.objects.filter(kind=EventKind.RECEIVED)
        return (
            AppointmentRequest.objects.filter(status=Status.QUARANTINED)
            .order_by("due_at", "received_at", "pk")
            .prefetch_related(Prefetch("events", queryset=received, to_attr="receptions"))
        )

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator:
        paginator = super().get_paginator(*args, **kwargs)
        # The count of the tab is known already.
        paginator.count = counts_for(self.request)[TABS["possible_spam"].slug]
        return paginator

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        tab = TABS["possible_spam"]
        return {
            **super().get_context_data(*args, **kwargs),
            "desk_health": DeskHealth(self.request),
            "tab": tab,
            "tabs": tabs_shown(self.request, tab),
            "bulk": BulkBar(f"{PARAMETER}={tab.slug}", is_spam=True),
            "last_step": last_step_of(self.request),
            "waiting": waiting_for(self.request).patients,
            "last_arrival": last_arrival(self.request),
        }
