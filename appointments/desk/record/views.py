"""Record of one request: the answers, the timeline, and the possible actions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from appointments.desk.access_log.readers import latest_reads_of, reads_of
from appointments.desk.access_log.recording import RecordsAccessMixin
from appointments.desk.actions.registry import ACTIONS, available_actions, reasons_not_ready
from appointments.desk.lists.next_request import next_request_for
from appointments.desk.presenters.answers import answers_of
from appointments.desk.presenters.event_details import spam_reasons_of
from appointments.desk.presenters.one_request import OneRequestMixin
from appointments.desk.presenters.plan import clinic_for
from appointments.desk.presenters.possible_duplicates import possible_duplicates_of
from appointments.desk.presenters.timeline import Entry, entries_of
from appointments.desk.presenters.undelivered import undelivered_of
from appointments.models import AccessAction, AccessRecord, AppointmentRequest
from appointments.models.requests import Priority
from appointments.permissions import user_can_read_notes
from appointments.services.decisions.undo import undo_window
from appointments.services.presence import report_open
from appointments.statuses import Status
from clinic.database.clock import current_time
from clinic.identity.clinic_time import day_and_time
from clinic.lazy_text import StrOrPromise

from .call import call_of
from .presence import presence_of


class RecordView(RecordsAccessMixin, OneRequestMixin, generic.InspectView):
    """Record page, which notices link to."""

    access_action = AccessAction.RECORD
    page_title = _("Request")
    # False for a printed record: colleagues then do not see that this user has the page open.
    shows_presence = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        appointment_request, user = self.object, self.request.user
        # This prefetches the events, which the actions and the call read again.
        possible_duplicates = possible_duplicates_of(appointment_request, has_visit=self.visit is not None)
        window = undo_window(clinic_for(self.request))
        entries = entries_of(appointment_request, possible_duplicates.merged, window=window)
        if not user_can_read_notes(user):
            entries = [replace(entry, note="", note_lost=False) for entry in entries]
        reads = latest_reads_of(appointment_request)
        return {
            **(self._interactive_context(reads) if self.shows_presence else {}),
            **super().get_context_data(**kwargs),
            **self.summary(),
            "answers": answers_of(appointment_request),
            "reasons": spam_reasons_of(appointment_request)
            if appointment_request.status == Status.QUARANTINED
            else [],
            "entries": entries,
            "undoable": _shown_at_the_top(entries),
            "reads": reads_of(reads),
            "possible_duplicates": possible_duplicates,
            "duplicates": possible_duplicates.merged,
            "next_actions": available_actions(appointment_request, user, "next"),
            "assigning_actions": available_actions(appointment_request, user, "who"),
            "closing_actions": available_actions(appointment_request, user, "close"),
            "not_ready": reasons_not_ready(appointment_request, "close"),
            "is_mine": appointment_request.assigned_to_id == user.pk,
        }

    def access_entry(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return this request, its possible duplicates, and the requests merged into it."""
        return {
            **super().access_entry(context),
            "shown": [self.object, *context["possible_duplicates"].shown],
        }

    def _interactive_context(self, reads: list[AccessRecord]) -> dict[str, Any]:
        """Return the context that a printed record omits: presence, the next call and smaller actions."""
        appointment_request, user = self.object, self.request.user
        clinic = clinic_for(self.request)
        return {
            "presence": presence_of(user, report_open(appointment_request, user), reads),
            "call": call_of(appointment_request, clinic, user),
            "undelivered": undelivered_of(appointment_request),
            "after_failure": [
                ACTIONS[slug]
                for slug in ("correct", "told")
                if ACTIONS[slug].is_offered(appointment_request, user)
            ],
            "clinic": clinic,
            "moves_visit": True,
            "next_request": next_request_for(self.request, appointment_request.pk),
            "correcting_actions": available_actions(appointment_request, user, "answers"),
            "priorities": _other_priorities(appointment_request),
        }

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Return the button of the page for printing: printing from the browser is not recorded."""
        return [
            HeaderButton(
                _("Print"), url=reverse("requests:print", args=[self.object.pk]), icon_name="doc-full"
            )
        ]


def _shown_at_the_top(entries: list[Entry]) -> list[Entry]:
    """Return the last step that can be undone, and those whose message waits."""
    undoable = [entry for entry in entries if entry.event]
    return [*undoable[:1], *(entry for entry in undoable[1:] if entry.has_waiting_message)]


def _other_priorities(appointment_request: AppointmentRequest) -> list[tuple[int, StrOrPromise]]:
    """Return the priorities that the request could be given; none once it is closed."""
    others = [one for one in Priority if one != appointment_request.priority]
    return [(one.value, one.label) for one in others] if appointment_request.is_open else []


class PrintView(RecordView):
    """Page of the record for printing, without the actions."""

    access_action = AccessAction.PRINT
    shows_presence = False
    template_name = "appointments/desk/record/print.html"

    def access_entry(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return this request and those merged into it: possible duplicates are not printed."""
        return {**super().access_entry(context), "shown": [self.object, *context["duplicates"]]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "printed": day_and_time(current_time())}
