"""Viewset of the front desk, at /admin/requests/."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.viewsets.model import ModelViewSet

from appointments.desk.actions.registry import ACTIONS
from appointments.desk.actions.send_again import SendAgainView
from appointments.desk.actions.undo import UndoBatchView, UndoView
from appointments.desk.actions.visit_views import view_of
from appointments.desk.bulk.views import BULK_VIEWS
from appointments.desk.day.views import DayPrintView, DayView
from appointments.desk.export.views import ExportView
from appointments.desk.inbox.news import NewsView
from appointments.desk.inbox.quarantine import QuarantineView
from appointments.desk.inbox.search import SearchView
from appointments.desk.inbox.views import InboxView
from appointments.desk.intake.views import DeskRequestView, EnteredView
from appointments.desk.record.presence import PresenceView
from appointments.desk.record.views import PrintView, RecordView
from appointments.models import AppointmentRequest

from .menu import CountMenuItem


class RequestURLFinder(ModelAdminURLFinder):
    """Finder of the record for the admin's reports, which otherwise link to an edit page; there is none."""

    edit_url_name = "requests:inspect"


class RequestViewSet(ModelViewSet):
    """Viewset of the inbox, the record and the actions. No page edits, copies or deletes a request."""

    model = AppointmentRequest
    name = "requests"
    icon = "mail"
    menu_label = _("Requests")
    menu_name = "requests"
    menu_order = 50
    menu_item_class = CountMenuItem
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = InboxView
    inspect_view_class = RecordView
    index_template_name = "appointments/desk/inbox/inbox.html"
    index_results_template_name = "appointments/desk/inbox/inbox_results.html"
    inspect_template_name = "appointments/desk/record/record.html"
    # Wagtail requires both, although the record has its own template, and no form is ever made.
    inspect_view_fields = ["reference"]
    form_fields: list[str] = []
    list_per_page = 25

    KEPT_URLS = ("index", "index_results", "inspect")

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name in self.KEPT_URLS]
        actions = [
            path(
                f"{action.slug}/<uuid:pk>/",
                self.construct_view(view_of(action), action=action),
                name=action.slug,
            )
            for action in ACTIONS.values()
        ]
        bulk = [path(f"{slug}/", self.construct_view(view), name=slug) for slug, view in BULK_VIEWS.items()]
        paper = self.get_inspect_view_kwargs(template_name=PrintView.template_name)
        lists = [
            path("print/<uuid:pk>/", self.construct_view(PrintView, **paper), name="print"),
            path("possible-spam/", self.quarantine_view(), name="possible-spam"),
            path("presence/<uuid:pk>/", self.construct_view(PresenceView), name="presence"),
            path("day/", self.construct_view(DayView, header_icon="calendar"), name="day"),
            path("day/print/", self.construct_view(DayPrintView, header_icon="calendar"), name="day-print"),
            path("export/", self.construct_view(ExportView), name="export"),
            path("search/", self.construct_view(SearchView), name="search"),
            path("news/", self.construct_view(NewsView), name="news"),
            path("undo/<uuid:pk>/", self.construct_view(UndoView), name="undo"),
            path("send-again/<uuid:pk>/", self.construct_view(SendAgainView), name="send-again"),
            path("undo-many/", self.construct_view(UndoBatchView), name="undo-many"),
            path("new/", self.construct_view(DeskRequestView), name="new"),
            path("entered/<uuid:pk>/", self.construct_view(EnteredView), name="entered"),
        ]
        return [*kept, *lists, *bulk, *actions]

    def quarantine_view(self) -> Callable[..., HttpResponse]:
        """Return the view of the list of possible spam."""
        kwargs = self.get_index_view_kwargs(
            template_name=QuarantineView.template_name,
            results_template_name=QuarantineView.results_template_name,
            index_url_name=self.get_url_name("possible-spam"),
            index_results_url_name=None,
        )
        return self.construct_view(QuarantineView, **kwargs)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        dropped = ("add", "edit", "delete", "history", "usage")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{name}_url_name": None for name in dropped}}

    def register_admin_url_finder(self) -> None:
        register_admin_url_finder(self.model, RequestURLFinder)
