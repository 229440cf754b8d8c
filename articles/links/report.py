"""Report of links within the site that lead nowhere."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .inside import DeadLink, dead_links


class DeadLinksView(WagtailAdminTemplateMixin, TemplateView):
    """List of the links that lead nowhere, of the public pages that the user may change."""

    page_title = _("Links that lead nowhere")
    header_icon = "link"
    template_name = "articles/links/dead_links.html"
    http_method_names = ["get", "head"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_has_any_page_permission(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policy = policy_registry.get_by_type(Page)
        pages = policy.instances_user_has_any_permission_for(self.request.user, ["change", "publish"])
        rows = [{"dead": dead, "edit": _address(dead)} for dead in dead_links(pages.live().specific())]
        return {"rows": rows, **super().get_context_data(**kwargs)}


def _address(dead: DeadLink) -> str:
    """Return the address of the part of the editor in which the link stands."""
    part = ".".join(filter(None, (dead.link.field, dead.link.part)))
    return f"{reverse('wagtailadmin_pages:edit', args=[dead.page.pk])}#:w:contentpath={part}"


class DeadLinksMenuItem(MenuItem):
    """Menu entry under Reports, for users with any page permission."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)


def dead_links_menu_item() -> DeadLinksMenuItem:
    """Return the report's entry under Reports."""
    return DeadLinksMenuItem(
        _("Links that lead nowhere"), reverse("dead_links"), name="dead-links", icon_name="link", order=120
    )


def dead_links_urls() -> list[Any]:
    """Return the address of the report."""
    return [path("dead-links/", DeadLinksView.as_view(), name="dead_links")]
