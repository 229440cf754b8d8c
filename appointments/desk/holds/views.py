"""Pages of legal holds: which requests are held, and one on which to hold a request or lift its hold.

They name references and staff, and show nothing of a patient.
"""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django.views.generic.base import TemplateResponseMixin, View

from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from appointments.desk.presenters.status import status_of
from appointments.models import AppointmentRequest, RequestEvent
from appointments.models.event_kinds import EventKind
from appointments.permissions import user_can_hold_requests, user_can_review_requests
from appointments.services.changes import RequestMoved, TransitionRefused
from appointments.services.retention.holds import hold, lift_hold
from clinic.identity.clinic_time import day_and_time
from clinic.models import StaffRequest
from clinic.sign_in.freshness import FreshSignInMixin

from .forms import ReasonForm, RequestToHoldForm


class HoldsPageMixin(WagtailAdminTemplateMixin, TemplateResponseMixin, View):
    """Page for those who may hold requests."""

    request: StaffRequest
    header_icon = "lock"
    page_title = _("Legal holds")
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_can_hold_requests(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class HoldsView(HoldsPageMixin, FormView):
    """Page with the requests that are held; its form leads to any other."""

    form_class = RequestToHoldForm
    template_name = "appointments/desk/holds/holds.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        puts = RequestEvent.objects.filter(kind=EventKind.HELD).order_by("pk")
        held = AppointmentRequest.objects.filter(held_since__isnull=False).order_by("held_since")
        listed = [
            (one, day_and_time(one.held_since), one.puts[-1].actor_name if one.puts else "", status_of(one))
            for one in held.prefetch_related(Prefetch("events", queryset=puts, to_attr="puts"))
            if one.held_since
        ]
        return {**super().get_context_data(**kwargs), "held": listed}

    def form_valid(self, form: RequestToHoldForm) -> HttpResponse:
        named = AppointmentRequest.objects.filter(reference=form.cleaned_data["reference"])
        if pk := named.values_list("pk", flat=True).first():
            return redirect("legal_holds:request", pk)
        form.add_error("reference", _t("There is no request with this reference, or no longer"))
        return self.form_invalid(form)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )


class HoldView(HoldsPageMixin, FormView, FreshSignInMixin):
    """Page on which a request is held or its hold lifted, by somebody who has just proved who they are."""

    form_class = ReasonForm
    template_name = "appointments/desk/holds/hold.html"

    @cached_property
    def object(self) -> AppointmentRequest:
        """Request that it is about."""
        requests = AppointmentRequest.objects.select_related("duplicate_of")
        return get_object_or_404(requests, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.object.reference

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("legal_holds:index"), "label": self.page_title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = self.object.held_since
        return {
            **super().get_context_data(**kwargs),
            "object": self.object,
            "status": status_of(self.object),
            "received": day_and_time(self.object.received_at),
            "held": day_and_time(held) if held else "",
            "may_read": user_can_review_requests(self.request.user),
        }

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        name = {"reference": self.object.reference}
        lifts = self.request.POST.get("what") == "lift"
        change, done = (
            (lift_hold, _t("The hold on %(reference)s is lifted."))
            if lifts
            else (hold, _t("%(reference)s is held: nothing about it is erased until the hold is lifted."))
        )
        try:
            change(
                appointment_request_id=self.object.pk,
                version=self.object.version,
                actor=self.request.user,
                note=form.cleaned_data["reason"],
            )
        except (RequestMoved, TransitionRefused):
            messages.error(self.request, _t("Somebody else got there first. See how it stands now."))
            return redirect("legal_holds:request", self.object.pk)
        except AppointmentRequest.DoesNotExist:
            raise Http404 from None
        messages.success(self.request, done % name)
        return redirect("legal_holds:index")

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )


class HoldsMenuItem(MenuItem):
    """Menu item of the holds, for users who may decide about them."""

    def is_shown(self, request: StaffRequest) -> bool:
        return user_can_hold_requests(request.user)


def holds_menu_item() -> HoldsMenuItem:
    """Return the menu item, for Wagtail's menu "Reports"."""
    return HoldsMenuItem(
        _("Legal holds"), reverse("legal_holds:index"), name="legal-holds", icon_name="lock", order=120
    )


def holds_urls() -> list[Any]:
    """Return the URL patterns of the holds."""
    patterns = [
        path("", HoldsView.as_view(), name="index"),
        path("request/<uuid:pk>/", HoldView.as_view(), name="request"),
    ]
    return [path("legal-holds/", include((patterns, "legal_holds")))]
