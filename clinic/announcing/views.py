"""Admin's page of the announcement: a form, a preview, and what visitors read at present."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from clinic.database.clock import current_time
from clinic.identity.clinic_time import day_and_time
from clinic.models import ClinicSettings, StaffRequest, User

from .forms import AnnouncementForm

NAME = "announcement"
ANNOUNCED, TAKEN_DOWN = "clinic.announced", "clinic.taken_down"
FIELDS = ("announcement", "announced_from", "announced_until")


def user_can_announce(user: User) -> bool:
    """Return whether ``user`` may set the announcement: the front desk, the owner and editors."""
    return user.has_perm("clinic.announce")


class AnnouncementView(WagtailAdminTemplateMixin, FormView):
    """Page with the announcement; ``preview`` shows it and saves nothing, ``end`` takes it down."""

    request: StaffRequest
    form_class = AnnouncementForm
    template_name = "clinic/announcing/announcement.html"
    page_title = _("Announcement")
    header_icon = "warning"
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_can_announce(self.request.user):
            raise PermissionDenied
        # Its times are the clinic's, whatever zone a member of staff has set.
        with timezone.override(timezone.get_default_timezone()):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    @cached_property
    def details(self) -> ClinicSettings:
        """Details of the clinic."""
        return ClinicSettings.for_staff(self.request)

    @property
    def _is_over(self) -> bool:
        until = self.details.announced_until
        return until is None or until <= current_time()

    def get_initial(self) -> dict[str, Any]:
        if self._is_over:
            return {}
        return {name: getattr(self.details, name) for name in FIELDS}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        details = self.details
        context = super().get_context_data(**kwargs)
        if details.announcement and details.announced_until and not self._is_over:
            context["stands_until"] = day_and_time(details.announced_until)
            if not details.announced:
                context["begins"] = day_and_time(details.announced_from) if details.announced_from else ""
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("what") == "end":
            self._store({"announcement": "", "announced_from": None, "announced_until": None}, TAKEN_DOWN)
            messages.success(request, _t("The announcement is no longer shown."))
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        if self.request.POST.get("what") == "preview":
            context = self.get_context_data(form=form, preview=form.cleaned_data["announcement"])
            return self.render_to_response(context)
        self._store(form.cleaned_data, ANNOUNCED)
        messages.success(self.request, _t("The announcement is saved. It ends by itself."))
        return redirect(self.request.path)

    def _store(self, values: dict[str, Any], action: str) -> None:
        for name in FIELDS:
            setattr(self.details, name, values[name])
        self.details.save(update_fields=FIELDS)
        log(self.details, action, user=self.request.user, data={"announcement": values["announcement"]})


class AnnouncementMenuItem(MenuItem):
    """Menu item of the page."""

    def is_shown(self, request: StaffRequest) -> bool:
        return user_can_announce(request.user)


def _menu_item() -> MenuItem:
    return AnnouncementMenuItem(_("Announcement"), reverse(NAME), name=NAME, icon_name="warning", order=305)


def _urls() -> list[URLPattern]:
    return [path("announcement/", AnnouncementView.as_view(), name=NAME)]


def _log_actions(actions: Any) -> None:
    """Register the kinds of entries in the history of the clinic's details."""
    actions.register_action(ANNOUNCED, _("Announce"), _("Set the announcement on every page"))
    actions.register_action(TAKEN_DOWN, _("Take down"), _("Took down the announcement"))


# Read by clinic/wagtail_hooks.py.
ANNOUNCING = {
    "register_admin_urls": _urls,
    "register_admin_menu_item": _menu_item,
    "register_log_actions": _log_actions,
}
