"""Admin's page "Open the clinic": what is there, what is missing, and the button that opens the form."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Site

from clinic.identity.clinic_time import day_and_time
from clinic.models import ClinicSettings, StaffRequest
from clinic.staff.decisions import Decision, user_runs_the_clinic

from .acts import NotReady, open_form
from .needs import link_to_details, missing_of, needs_of

NAME = "opening"


class OwnersPage(WagtailAdminTemplateMixin, TemplateView):
    """Page of the admin for whoever runs the clinic."""

    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_runs_the_clinic(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]


class OpeningView(OwnersPage):
    """Page with the list of a site, the default one if none is named."""

    template_name = "clinic/opening/opening.html"
    page_title = _("Open the clinic")
    header_icon = "home"

    @cached_property
    def details(self) -> ClinicSettings:
        """Details of the clinic that is opened."""
        if "site" not in self.kwargs:
            return ClinicSettings.for_staff(self.request)
        return ClinicSettings.for_site(get_object_or_404(Site, pk=self.kwargs["site"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        needs, details = needs_of(self.details), self.details
        return {
            **super().get_context_data(**kwargs),
            "details": details,
            "needs": needs,
            "count": sum(need.is_required and not need.is_met for need in needs),
            "since": day_and_time(details.opened_at) if details.opened_at else "",
            "close": link_to_details(details, "form_closed"),
            "other_sites": Site.objects.exclude(pk=details.site_id).order_by("hostname"),
        }

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the form."""
        try:
            open_form(self.details, request.user)
        except NotReady:
            messages.error(request, _t("The form was not opened: something is still missing."))
        else:
            messages.success(request, _t("The form is open. Patients can send requests now."))
        return redirect(request.path)


class OpeningPanel(Component):
    """Panel of the first page until the form is open: what is missing."""

    name = NAME
    order = 10
    template_name = "clinic/opening/panel.html"

    def __init__(self, details: ClinicSettings) -> None:
        self.details = details

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"missing": missing_of(self.details), "page": reverse(NAME)}


def add_opening_panel(request: StaffRequest, panels: list[Component]) -> None:
    """Add the panel for users who run a clinic that is not open yet."""
    if user_runs_the_clinic(request.user):
        details = ClinicSettings.for_staff(request)
        if details.opened_at is None:
            panels.append(OpeningPanel(details))


def decisions_about_opening(**_kwargs: Any) -> list[Decision]:
    """Return that something is missing on a site whose form is open, and that is no demonstration."""
    details = ClinicSettings.of_the_default_site()
    if details.opened_at is None or details.is_demonstration or not missing_of(details):
        return []
    words = _t("The request form is open, but something that patients rely on is missing: see what.")
    return [Decision(words, reverse(NAME))]


class OpeningMenuItem(MenuItem):
    """Menu item of the page, at the top until the form is open."""

    def is_shown(self, request: StaffRequest) -> bool:
        return user_runs_the_clinic(request.user) and ClinicSettings.for_staff(request).opened_at is None


def opening_menu_item() -> MenuItem:
    """Return the item of the menu."""
    return OpeningMenuItem(_("Open the clinic"), reverse(NAME), name=NAME, icon_name="home", order=1)


def opening_urls() -> list[URLPattern]:
    """Return the addresses of the page."""
    return [
        path("opening/", OpeningView.as_view(), name=NAME),
        path("opening/<int:site>/", OpeningView.as_view(), name="opening_of_site"),
    ]


# Read by clinic/wagtail_hooks.py.
OPENING = {
    "register_admin_urls": opening_urls,
    "register_admin_menu_item": opening_menu_item,
}
