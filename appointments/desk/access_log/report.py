"""Report "Reads of requests": who read which request, and when. For the owner alone."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button, HeaderButton

import django_filters

from appointments.models import AccessAction, AccessRecord
from appointments.permissions import user_can_read_access_records
from clinic.identity.clinic_time import day_and_time
from clinic.models import StaffRequest, User

from .who_saw import AskReferenceView, PrintReadsView, ReadsOfRequestView

MOST_NAMED = 50


def _readers(_request: Any) -> QuerySet[User]:
    readers = AccessRecord.objects.exclude(actor=None).order_by().values("actor")
    return User.objects.filter(pk__in=readers).order_by("first_name", "email")


class AccessFilters(WagtailFilterSet):
    """Filters of the report: the person and the kind of read.

    Filters stand in the address, so that none of them takes words: "Who saw a request" asks for a reference.
    """

    actor = django_filters.ModelChoiceFilter(label=_("Who"), queryset=_readers)
    action = django_filters.MultipleChoiceFilter(label=_("What"), choices=AccessAction.choices)

    class Meta:
        model = AccessRecord
        fields: list[str] = []


def _narrowed_by(record: AccessRecord) -> str:
    codes = [
        f"{name}: {', '.join(value) if isinstance(value, list) else value}"
        for name, value in record.filters.items()
    ]
    if record.search_hash:
        # Eight digits show that two people searched for the same.
        mark = f"#{record.search_hash[:8]}"
        codes.append(_t("search %(mark)s (the same mark is the same search)") % {"mark": mark})
    return "; ".join(codes)


def _shown(record: AccessRecord) -> str:
    # An export can name thousands of requests; "Who saw a request" finds each.
    words, more = ", ".join(record.shown[:MOST_NAMED]), len(record.shown) - MOST_NAMED
    return (
        _t("%(references)s and %(count)d more") % {"references": words, "count": more} if more > 0 else words
    )


class AccessReportView(ReportView):
    """Report with the latest read first: references and names of staff, nothing about a patient."""

    model = AccessRecord
    page_title = _("Reads of requests")
    header_icon = "view"
    index_url_name = "access_records:report"
    index_results_url_name = "access_records:results"
    filterset_class = AccessFilters
    permission_required = "view"
    columns = [
        Column("at", label=_("When"), accessor=lambda record: day_and_time(record.at)),
        # People choose how they are called, and not the address that they sign in with.
        Column("actor_email", label=_("Account")),
        Column("actor_name", label=_("Name at that time")),
        Column("action", label=_("What"), accessor="get_action_display"),
        Column("shown", label=_("Requests shown"), accessor=_shown),
        Column("narrowed", label=_("Search or filter"), accessor=_narrowed_by),
    ]
    # Otherwise ?export=csv would answer although there is no button for it.
    FORMATS: tuple[str, ...] = ()

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Return the button that leads to the reads of one request, for printing."""
        return [HeaderButton(_t("Who saw a request"), url=reverse("access_records:ask"), icon_name="view")]


class AccessReportMenuItem(MenuItem):
    """Menu item of the report, for users who may read it."""

    def is_shown(self, request: StaffRequest) -> bool:
        return user_can_read_access_records(request.user)


def access_report_menu_item() -> AccessReportMenuItem:
    """Return the menu item, for Wagtail's menu "Reports"."""
    url = reverse("access_records:report")
    return AccessReportMenuItem(
        _("Reads of requests"), url, name="access-records", icon_name="view", order=110
    )


def access_report_urls() -> list[Any]:
    """Return the report's URL patterns."""
    patterns = [
        path("", AccessReportView.as_view(), name="report"),
        path("results/", AccessReportView.as_view(results_only=True), name="results"),
        path("request/", AskReferenceView.as_view(), name="ask"),
        path("request/<str:reference>/", ReadsOfRequestView.as_view(), name="request"),
        path("request/<str:reference>/print/", PrintReadsView.as_view(), name="print-request"),
    ]
    return [path("access-records/", include((patterns, "access_records")))]


def access_report_permissions() -> QuerySet[Permission]:
    """Return the owner's permissions about records, holds and people's data, for the form of a group."""
    codenames = ["view_accessrecord", "hold_appointmentrequest", "confirm_persondatarecord"]
    return Permission.objects.filter(content_type__app_label="appointments", codename__in=codenames)
