"""Calendar of what is scheduled, due and expiring: pages, reviews and licenses."""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from clinic.identity.clinic_time import clinic_today
from clinic.models import Practitioner, StaffRequest, User

from .due import articles_of


class Entry(NamedTuple):
    """Event of one day: something that happens then, or should have happened."""

    day: datetime.date
    what: str
    name: str
    address: str


def calendar_of(user: User) -> list[Entry]:
    """Return everything with a day that concerns the pages that ``user`` may change, the earliest first."""
    policy = policy_registry.get_by_type(Page)
    pages = policy.instances_user_has_any_permission_for(user, ["change", "publish"])
    return sorted([*_scheduled(pages), *_expiring(pages), *_due(user), *_licenses()])


def _scheduled(pages: PageQuerySet) -> Iterator[Entry]:
    waiting = Revision.page_revisions.filter(
        approved_go_live_at__isnull=False, object_id__in=_keys(pages)
    ).values_list("object_id", "approved_go_live_at", "object_str")
    for key, moment, title in waiting:
        yield Entry(timezone.localdate(moment), _("Goes public"), title, _editor(key))


def _expiring(pages: PageQuerySet) -> Iterator[Entry]:
    for page in pages.live().filter(expire_at__isnull=False):
        yield Entry(timezone.localdate(page.expire_at), _("Goes offline"), page.title, _editor(page.pk))


def _due(user: User) -> Iterator[Entry]:
    articles = articles_of(user).live().filter(next_review_due__isnull=False)
    for key, title, day in articles.values_list("pk", "title", "next_review_due"):
        yield Entry(day, _("Full review due"), title, _editor(key))


def _licenses() -> Iterator[Entry]:
    for person in Practitioner.objects.filter(is_active=True):
        if person.license_expires is not None:
            yield Entry(person.license_expires, _("License expires"), person.name, "")


def _keys(pages: PageQuerySet) -> list[str]:
    return [str(key) for key in pages.values_list("pk", flat=True)]


def _editor(key: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[key])


class CalendarView(WagtailAdminTemplateMixin, TemplateView):
    """List of these days, those that have passed on top."""

    page_title = gettext_lazy("Calendar")
    header_icon = "date"
    template_name = "articles/reviews/calendar.html"
    http_method_names = ["get", "head"]
    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_has_any_page_permission(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clinic_today()
        entries = calendar_of(self.request.user)
        return {
            "passed": [entry for entry in entries if entry.day < today],
            "coming": [entry for entry in entries if entry.day >= today],
            **super().get_context_data(**kwargs),
        }


class CalendarMenuItem(MenuItem):
    """Menu entry under Reports, for users with any page permission."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)


def calendar_menu_item() -> CalendarMenuItem:
    """Return the calendar's entry under Reports."""
    return CalendarMenuItem(
        gettext_lazy("Calendar"), reverse("calendar"), name="calendar", icon_name="date", order=110
    )


def calendar_urls() -> list[Any]:
    """Return the address of the calendar."""
    return [path("calendar/", CalendarView.as_view(), name="calendar")]
