"""The inbox: which request to work on next."""

from typing import Any

from django import forms
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

import django_filters

from appointments.clinic_time import day_or_time
from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.timeline import EventKind
from appointments.patient_data import SealBroken
from appointments.services.attempts import ATTEMPTS_BEFORE_GIVING_UP
from appointments.statuses import Status
from clinic.models import User

from .answers import contact_words, voicemail_words
from .due import Due, due_of
from .signs import Signs

LONGEST_SEARCH = 200


def _those_who_took_one(_request: Any) -> QuerySet[User]:
    taken = AppointmentRequest.objects.exclude(assigned_to=None).values("assigned_to")
    return User.objects.filter(pk__in=taken).order_by("first_name", "email")


class InboxFilters(WagtailFilterSet):
    """What the desk narrows the list by."""

    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=Status.choices, widget=forms.CheckboxSelectMultiple
    )
    assigned_to = django_filters.ModelChoiceFilter(
        label=_("Taken by"), queryset=_those_who_took_one, null_label=_("Nobody"), widget=forms.RadioSelect
    )

    class Meta:
        model = AppointmentRequest
        fields: list[str] = []


class DeskColumn(Column):
    """A column whose cells are a template of ours, given ``value``."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, classname=f"desk-cell desk-cell--{name}", **kwargs)
        self.cell_template_name = f"appointments/admin/cells/{name}.html"


def _due(request: AppointmentRequest) -> Due:
    visits = getattr(request, "standing_visits", [])
    return due_of(request, visits[0] if visits else None, timezone.now())


def _name(request: AppointmentRequest) -> dict[str, Any]:
    try:
        return {"name": request.patient.short_name}
    except SealBroken:
        return {"lost": True}


def _contact(request: AppointmentRequest) -> dict[str, Any]:
    try:
        patient = request.patient
    except SealBroken:
        return {}
    alert = bool(patient.phone_to_call) and not patient.may_leave_voicemail
    return {"by": contact_words(patient), "voicemail": voicemail_words(patient), "alert": alert}


def _received(request: AppointmentRequest) -> dict[str, str]:
    age = _t("%(time)s ago") % {"time": timesince(request.received_at, depth=1)}
    return {"age": age, "exact": day_or_time(request.received_at)}


def _attempts(request: AppointmentRequest) -> dict[str, int]:
    return {"done": request.attempts, "enough": ATTEMPTS_BEFORE_GIVING_UP}


DUE = DeskColumn("due", label=_("Due"), accessor=_due)
NAME = DeskColumn("name", label=_("Name"), accessor=_name)
RECEIVED = DeskColumn("received", label=_("Received"), accessor=_received)
COLUMNS = [
    DUE,
    TitleColumn("reference", label=_("Reference"), url_name="requests:inspect", classname="desk-cell"),
    NAME,
    StatusTagColumn(
        "status",
        label=_("Status"),
        accessor="get_status_display",
        primary=lambda request: request.status == Status.NEW,
        classname="desk-cell",
    ),
    DeskColumn("attempts", label=_("Attempts"), accessor=_attempts),
    DeskColumn("taken_by", label=_("Taken by"), accessor="assigned_to"),
    RECEIVED,
    DeskColumn("contact", label=_("Reach by"), accessor=_contact),
]


class InboxView(generic.IndexView):
    """Due first. Free text and what the visit is about are not in the list: screens face the waiting room.

    What looks like spam has a list of its own, ``quarantine``.
    """

    page_title = _("Requests")
    list_display = COLUMNS
    filterset_class = InboxFilters
    table_classname = "listing desk-inbox"
    is_searchable = True
    # Without this, ?export=csv would answer although there is no button for it.
    FORMATS: tuple[str, ...] = ()

    def get_base_queryset(self) -> QuerySet[AppointmentRequest]:
        attempts = (
            RequestEvent.objects.filter(request=OuterRef("pk"), kind=EventKind.ATTEMPT)
            .order_by()
            .values("request")
            .annotate(count=Count("pk"))
            .values("count")
        )
        standing = Visit.objects.filter(cancelled_at=None).select_related("practitioner")
        return (
            AppointmentRequest.objects.in_desk_order()
            .select_related("assigned_to")
            .annotate(attempts=Coalesce(Subquery(attempts), 0))
            .prefetch_related(Prefetch("visits", queryset=standing, to_attr="standing_visits"))
        )

    def get_queryset(self) -> QuerySet[AppointmentRequest]:
        queryset = super().get_queryset()
        # A flood of spam must not bury the patients; whoever is looked for is found.
        if self.is_searching or "status" in self.request.GET:
            return queryset
        return queryset.exclude(status=Status.QUARANTINED)

    def get_search_form(self) -> SearchForm:
        placeholder = _t("Name, phone or reference")
        data = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(data, placeholder=placeholder)

    def search_queryset(self, queryset: QuerySet[AppointmentRequest]) -> QuerySet[AppointmentRequest]:
        # No search engine may hold a patient's name: only keyed hashes are compared.
        return queryset.found_by(self.search_query[:LONGEST_SEARCH]) if self.is_searching else queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "signs": Signs(self.request)}
