"""Inbox, from which the desk chooses the next request."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms.search import SearchForm
from wagtail.admin.widgets.button import HeaderButton

from appointments.desk.access_log.recording import RecordsListAccessMixin
from appointments.desk.bulk.bar import bulk_bar
from appointments.desk.export.views import export_listing
from appointments.desk.lists.listing import InboxFilters, found, in_tab, people_to_choose, sets_filter
from appointments.desk.lists.new_times import new_times_for
from appointments.desk.lists.order import desk_order_for
from appointments.desk.lists.searches import SEARCH, Search, search_in
from appointments.desk.lists.tabs import Tab, counts_for, tab_of, tabs_shown
from appointments.desk.lists.waiting import last_arrival, waiting_for
from appointments.models import AppointmentRequest, AppointmentRequestQuerySet

from .desk_health import DeskHealth
from .first_page import first_rows
from .last_step import last_step_of
from .paging import DeskPaginator
from .search import TYPED
from .table import INBOX_COLUMNS, InboxTable


class InboxView(RecordsListAccessMixin):
    """List of requests, the first due first.

    Screens may face the waiting room, so free text and the subject of the visit are left out. Possible spam
    has a list of its own, ``quarantine``, so that a flood does not bury patients. A search and a filter by
    status apply to all requests, whatever the tab.
    """

    page_title = _("Requests")
    list_display = INBOX_COLUMNS
    filterset_class = InboxFilters
    paginator_class = DeskPaginator
    table_class = InboxTable
    table_classname = "listing desk-inbox"
    # Wagtail's own search would put what is typed in the address: see ``search``.
    is_searchable = False
    # Otherwise ?export=csv would answer although there is no button for it.
    FORMATS: tuple[str, ...] = ()

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the button that adds a request by phone or at the counter."""
        return [HeaderButton(_t("Add a request"), url=reverse("requests:new"), icon_name="plus")]

    @cached_property
    def search(self) -> Search:
        """Return the search in the address."""
        return search_in(self.request.GET, self.request.user)

    @cached_property
    def search_query(self) -> str:
        """Return the words that are searched for."""
        return self.search.words

    @cached_property
    def tab(self) -> Tab | None:
        """Return the open tab; None while searching."""
        return tab_of(self.request.GET)

    def get_base_queryset(self) -> AppointmentRequestQuerySet:
        # The paginator adds the order, and the data of the columns for the rows of one page.
        return AppointmentRequest.objects.all()

    @cached_property
    def filters(self) -> InboxFilters | None:
        """Return the filters if one is set, or has just been taken away; else the page needs none."""
        if sets_filter(self.request.GET) or "_w_filter_fragment" in self.request.GET:
            return self._make_filters()
        return None

    def _make_filters(self) -> InboxFilters:
        return InboxFilters(**self.get_filterset_kwargs())

    def filter_codes(self) -> dict[str, Any]:
        tab = {"tab": self.tab.slug} if self.tab else {}
        return {**super().filter_codes(), **tab}

    def get_queryset(self) -> AppointmentRequestQuerySet:
        return in_tab(super().get_queryset(), self.request.GET, self.request)

    def search_queryset(self, queryset: AppointmentRequestQuerySet) -> AppointmentRequestQuerySet:
        # Only keyed hashes are compared: no search engine may hold a patient's name.
        return found(queryset, self.search)

    def get_paginator(self, queryset: AppointmentRequestQuerySet, *args: Any, **kwargs: Any) -> Paginator:
        paginator = super().get_paginator(queryset, *args, **kwargs)
        paginator.is_of_search = self.is_searching
        paginator.by_visit = bool(self.tab and self.tab.by_visit)
        # First, as the order asks for a number among them: the page counts once.
        counts = counts_for(self.request)
        paginator.order = desk_order_for(self.request)
        # The count of the tab is known already.
        if self.tab and not self.is_filtering:
            paginator.set_count(counts[self.tab.slug], are_open=self.tab.are_open)
            if self.tab.are_open and not self.tab.by_visit:
                paginator.first_rows = first_rows(self.request, self.tab, paginator.order, self.paginate_by)
        return paginator

    def _filters_context(self) -> dict[str, Any]:
        """Return the filters, and what their form is made from where none is set."""
        if self.filters:
            return {"filters": self.filters, "filters_key": None}
        key = None if SEARCH in self.request.GET else people_to_choose(self.request)
        return {"filters": SimpleLazyObject(self._make_filters), "filters_key": key}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(*args, **kwargs),
            **self._filters_context(),
            "search_field": SearchForm(
                initial={TYPED: self.search_query}, placeholder=_t("Name, phone or reference")
            ),
            "sealed_search": self.request.GET.get(SEARCH, ""),
            "is_searching": self.is_searching,
            "search_is_over": self.search.is_over,
            "desk_health": DeskHealth(self.request),
            "new_times": {} if self.tab and self.tab.by_visit else new_times_for(self.request),
            "tab": self.tab,
            "tabs": tabs_shown(self.request, self.tab),
            "bulk": bulk_bar(self.request, self.tab),
            # Whoever searches is busy with another request, and the count of the matches is a query more.
            "last_step": last_step_of(self.request) if self.tab and not self.is_filtering else None,
            "waiting": waiting_for(self.request).patients,
            "last_arrival": last_arrival(self.request),
            "export": export_listing(self.request),
        }
