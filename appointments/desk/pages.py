"""Base of the desk's pages in the admin."""

from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.base import TemplateResponseMixin, View

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from clinic.models import StaffRequest

# Field that the page's own form sends, and not the list that leads to the page.
CONFIRMED = "confirmed"


class DeskPageMixin(WagtailAdminTemplateMixin, TemplateResponseMixin, View):
    """Page of the admin whose breadcrumbs begin with the list of requests."""

    request: StaffRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("requests:index"), "label": _("Requests")},
            {"url": "", "label": self.get_page_title()},
        ]


class ConfirmedFormView(DeskPageMixin, FormView):
    """Page with a form that a POST from a list opens, and its own POST submits."""

    http_method_names = ["get", "head", "post"]

    @property
    def is_confirmed(self) -> bool:
        """Return whether the page itself was sent."""
        return CONFIRMED in self.request.POST

    def can_submit(self) -> bool:
        """Return whether the form may be submitted at all."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form first, unless the user has confirmed."""
        if not self.is_confirmed or not self.can_submit():
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs if self.is_confirmed else {**kwargs, "data": None, "files": None}

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
