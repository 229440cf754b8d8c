"""Report "Notices of privacy practices": what was in effect when. For everybody who works here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from clinic.identity.clinic_time import day_and_time

from .issued import IssuedNotice


class IssuedNoticesView(ReportView):
    """List of the published notices, the latest first."""

    model = IssuedNotice
    page_title = _("Notices of privacy practices")
    header_icon = "doc-full"
    index_url_name = "issued_notices:report"
    index_results_url_name = "issued_notices:results"
    columns = [
        TitleColumn("title", label=_("Notice"), url_name="issued_notices:notice"),
        Column("effective_from", label=_("In effect from")),
        Column("issued_at", label=_("Published"), accessor=lambda notice: day_and_time(notice.issued_at)),
        Column("address", label=_("Address")),
    ]
    # Otherwise ?export=csv would answer although there is no button for it.
    FORMATS: tuple[str, ...] = ()


@require_safe
def issued_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one notice as it was published."""
    notice = get_object_or_404(IssuedNotice, pk=pk)
    context = {"notice": notice, "page_title": notice.title, "issued": day_and_time(notice.issued_at)}
    return render(request, "clinic/pages/privacy/issued_notice.html", context)


def issued_notices_menu_item() -> MenuItem:
    """Return the menu item, for Wagtail's menu "Reports"."""
    url = reverse("issued_notices:report")
    return MenuItem(
        _("Notices of privacy practices"), url, name="issued-notices", icon_name="doc-full", order=130
    )


def issued_notices_urls() -> list[Any]:
    """Return the report's URL patterns."""
    patterns = [
        path("", IssuedNoticesView.as_view(), name="report"),
        path("results/", IssuedNoticesView.as_view(results_only=True), name="results"),
        path("<int:pk>/", issued_notice, name="notice"),
    ]
    return [path("issued-notices/", include((patterns, "issued_notices")))]


# Read by clinic/wagtail_hooks.py.
ISSUED_NOTICES = {
    "register_admin_urls": issued_notices_urls,
    "register_reports_menu_item": issued_notices_menu_item,
}
