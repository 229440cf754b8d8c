"""Report "Sign-ins and accounts": what happened to which account, and when. For the owner alone."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import include, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

import django_filters

from clinic.accounts.events import AccountEvent, EventKind
from clinic.identity.clinic_time import day_and_time
from clinic.models import StaffRequest

PERMISSION = "clinic.view_accountevent"


class EventFilters(WagtailFilterSet):
    """Filters of the report: the account, the kind of event, and the days."""

    account_email = django_filters.CharFilter(label=_("Account"), lookup_expr="icontains")
    kind = django_filters.MultipleChoiceFilter(label=_("What"), choices=EventKind.choices)

    class Meta:
        model = AccountEvent
        fields: list[str] = []


def _account(event: AccountEvent) -> str:
    if event.account_email or not event.typed:
        return event.account_email
    # Eight digits show that the same address was tried again.
    return _t("No such account (#%(mark)s: the same mark is the same address)") % {"mark": event.typed[:8]}


def _actor(event: AccountEvent) -> str:
    if event.actor_email:
        return _t("The same person") if event.actor_number == event.account_number else event.actor_email
    return "" if event.network else _t("A command on the server, or the worker")


def _details(event: AccountEvent) -> str:
    signs = {"new_device": _t("On a new device"), "first": _t("The first one")}
    words = {
        "given": _t("Given: %(value)s"),
        "taken": _t("Taken away: %(value)s"),
        "before": _t("Before: %(value)s"),
        "method": _t("By: %(value)s"),
        "reason": _t("Reason: %(value)s"),
        "asked_by": _t("Asked for by: %(value)s"),
        "for_whom": _t("For: %(value)s"),
        "count": _t("Number: %(value)s"),
    }
    told = [sign for name, sign in signs.items() if event.details.get(name)]
    for name, value in event.details.items():
        if name in words:
            told.append(words[name] % {"value": ", ".join(value) if isinstance(value, list) else value})
    return ". ".join(told)


class EventReportView(ReportView):
    """Report with the latest event first."""

    model = AccountEvent
    page_title = _("Sign-ins and accounts")
    header_icon = "key"
    index_url_name = "account_events:report"
    index_results_url_name = "account_events:results"
    filterset_class = EventFilters
    permission_required = "view"
    columns = [
        Column("at", label=_("When"), accessor=lambda event: day_and_time(event.at)),
        Column("kind", label=_("What"), accessor="get_kind_display"),
        Column("account", label=_("Account"), accessor=_account),
        Column("actor", label=_("Who did it"), accessor=_actor),
        Column("network", label=_("From")),
        Column("device", label=_("Device")),
        Column("details", label=_("Details"), accessor=_details),
    ]
    # Otherwise ?export=csv would answer although there is no button for it.
    FORMATS: tuple[str, ...] = ()


class EventReportMenuItem(MenuItem):
    """Menu item of the report, for users who may read it."""

    def is_shown(self, request: StaffRequest) -> bool:
        return request.user.has_perm(PERMISSION)


def event_report_menu_item() -> EventReportMenuItem:
    """Return the menu item, for Wagtail's menu "Reports"."""
    url = reverse("account_events:report")
    return EventReportMenuItem(
        _("Sign-ins and accounts"), url, name="account-events", icon_name="key", order=120
    )


def event_report_urls() -> list[Any]:
    """Return the report's URL patterns."""
    patterns = [
        path("", EventReportView.as_view(), name="report"),
        path("results/", EventReportView.as_view(results_only=True), name="results"),
    ]
    return [path("account-events/", include((patterns, "account_events")))]


def event_report_permissions() -> QuerySet[Permission]:
    """Return the permission to read the report, for the form of a group."""
    return Permission.objects.filter(content_type__app_label="clinic", codename="view_accountevent")


# Read by clinic/wagtail_hooks.py.
EVENT_REPORT = {
    "register_admin_urls": event_report_urls,
    "register_reports_menu_item": event_report_menu_item,
    "register_permissions": event_report_permissions,
}
