"""Requests that an address of the inbox shows, by its tab, its search and its filters."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wagtail.admin.filters import WagtailFilterSet

import django_filters

from appointments.desk.presenters.plan import plan_for
from appointments.models import AppointmentRequest, AppointmentRequestQuerySet, Visit
from appointments.models.requests import Channel
from appointments.statuses import STAFF_NAMES, VISIT_OVER, Status
from appointments.targets.queries import is_late
from clinic.database.clock import current_time
from clinic.identity.clinic_time import start_of_day
from clinic.models import StaffRequest

from .people import people_for
from .searches import Search, search_in
from .tabs import Look, tab_of

OVERDUE, TODAY = "overdue", "today"
_OF_THE_REQUEST = Q(appointment_request=OuterRef("pk"))


class InboxFilters(WagtailFilterSet):
    """Filters of the inbox."""

    due = django_filters.ChoiceFilter(
        label=_("Due"),
        choices=[(OVERDUE, _("Overdue")), (TODAY, _("By the end of today"))],
        method="filter_due",
        empty_label=None,
        widget=forms.RadioSelect,
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=list(STAFF_NAMES.items()),
        method="filter_status",
        widget=forms.CheckboxSelectMultiple,
    )
    assigned_to = django_filters.ChoiceFilter(
        label=_("Taken by"), choices=(), null_label=_("Nobody"), widget=forms.RadioSelect
    )
    channel = django_filters.MultipleChoiceFilter(
        label=_("Came by"), choices=Channel.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )

    class Meta:
        model = AppointmentRequest
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["assigned_to"].extra["choices"] = people_to_choose(self.request)

    def filter_due(
        self, queryset: AppointmentRequestQuerySet, _name: str, value: str
    ) -> AppointmentRequestQuerySet:
        """Return requests that are late by now, or will be by midnight."""
        now = current_time()
        by = now if value == OVERDUE else start_of_day(now, days_later=1)
        return queryset.filter(is_late(plan_for(self.request).starts_at(by)))

    def filter_status(
        self, queryset: AppointmentRequestQuerySet, _name: str, values: list[str]
    ) -> AppointmentRequestQuerySet:
        """Return requests with one of the statuses as staff know them: a visit is agreed, or over."""
        over = Q(closed_at__isnull=False) | Q(Exists(Visit.objects.active().over().filter(_OF_THE_REQUEST)))
        scheduled = Q(status=Status.SCHEDULED)
        chosen = Q(status__in=set(values) - {Status.SCHEDULED, VISIT_OVER})
        if Status.SCHEDULED in values:
            chosen = chosen | (scheduled & ~over)
        if VISIT_OVER in values:
            chosen = chosen | (scheduled & over)
        return queryset.filter(chosen) if values else queryset


def people_to_choose(request: StaffRequest) -> tuple[tuple[str, str], ...]:
    """Return the choices of people, the only ones of the filters that change."""
    return tuple((str(user.pk), str(user)) for user in people_for(request).named)


def sets_filter(query: QueryDict) -> bool:
    """Return whether ``query`` sets a filter."""
    return any(any(query.getlist(name)) for name in InboxFilters.base_filters)


def in_tab(
    queryset: AppointmentRequestQuerySet, query: QueryDict, request: StaffRequest
) -> AppointmentRequestQuerySet:
    """Return the requests of ``queryset`` that are in the tab of ``query``."""
    tab = tab_of(query)
    return queryset.filter(tab.rule(Look.by(request))) if tab else queryset


def requests_listed(query: QueryDict, request: StaffRequest) -> AppointmentRequestQuerySet:
    """Return all requests of the list at ``query``; none if a filter is not valid."""
    everything = AppointmentRequest.objects.order_by("due_at", "pk")
    filters = InboxFilters(query, queryset=everything, request=request)
    if not filters.is_valid():
        return everything.none()
    requests = in_tab(filters.qs, query, request)
    return found(requests, search_in(query, request.user))


def found(queryset: AppointmentRequestQuerySet, search: Search) -> AppointmentRequestQuerySet:
    """Return the requests of ``queryset`` that a search finds: all without one, none once it is over."""
    if search.is_over:
        return queryset.none()
    return queryset.found_by(search.words) if search.words else queryset
