"""Base of the desk's pages in the admin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateResponseMixin, View

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from clinic.models import StaffRequest


class DeskPageMixin(WagtailAdminTemplateMixin, TemplateResponseMixin, View):
    """Page of the admin whose breadcrumbs begin with the list of requests."""

    request: StaffRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("requests:index"), "label": _("Requests")},
            {"url": "", "label": self.get_page_title()},
        ]
