"""Base of the pages about one person's data, who may open which, and their addresses' place in the admin."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateResponseMixin, View

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from appointments.permissions import user_can_confirm_person_data, user_can_review_requests
from clinic.models import StaffRequest, User

TITLE = _("One person's data")


def user_takes_part(user: User | AnonymousUser) -> bool:
    """Return whether ``user`` may ask, which takes reading requests, or confirm."""
    return user_can_review_requests(user) or user_can_confirm_person_data(user)


class PersonPageMixin(WagtailAdminTemplateMixin, TemplateResponseMixin, View):
    """Page for users who take part, and have just proved who they are unless it shows and changes nothing."""

    request: StaffRequest
    header_icon = "user"
    page_title = TITLE
    http_method_names = ["get", "head", "post"]

    def is_open_to(self, user: User) -> bool:
        """Return whether ``user`` may open the page."""
        return user_takes_part(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_open_to(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*self.breadcrumbs_items, {"url": reverse("person_data:index"), "label": TITLE}]
        title = self.get_page_title()
        return items if title == TITLE else [*items, {"url": "", "label": title}]
