"""Page of the admin with all that waits for the person who looks at it, and its menu entry."""

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

from articles.answering.acts import may_answer
from articles.answering.views import waiting_statements
from articles.approving.corrections import corrections_to_confirm
from articles.approving.listing import awaiting
from articles.models import RuleChange
from articles.rules.acts import may_confirm
from articles.rules.exceptions import open_exceptions
from clinic.models import StaffRequest, User

from .due import articles_of
from .panels import sent_back_to, waiting_for


def waiting_rules(user: User) -> int:
    """Return how many changes of rules and exceptions of articles ``user`` may confirm."""
    changes = RuleChange.objects.waiting().select_related("proposed_by")
    asked = [(change.rule, change.proposed_by) for change in changes]
    asked += [(RuleChange.Rule.SENTENCE, exception.writer) for exception in open_exceptions()]
    return sum(may_confirm(user, kind, proposer) for kind, proposer in asked)


class MineView(WagtailAdminTemplateMixin, TemplateView):
    """List of everything that awaits the approval, answer or confirmation of whoever is signed in."""

    page_title = _("Waiting for me")
    header_icon = "clipboard-list"
    template_name = "articles/reviews/mine.html"
    http_method_names = ["get", "head"]
    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_has_any_page_permission(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        waiting = waiting_for(user)
        asked = {page.pk for page in waiting}
        lists = {
            "waiting": waiting,
            "sentences": [page for page in awaiting(user, articles_of(user)) if page.pk not in asked],
            "sent_back": sent_back_to(user),
            "corrections": corrections_to_confirm(user),
            "statements": waiting_statements().count() if may_answer(user) else 0,
            "rules": waiting_rules(user),
        }
        return {**super().get_context_data(**kwargs), **lists, "anything": any(lists.values())}


class MineMenuItem(MenuItem):
    """Menu entry for those who write or review."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)


def mine_menu_item() -> MineMenuItem:
    """Return the entry of the menu."""
    url = reverse("articles_mine")
    return MineMenuItem(_("Waiting for me"), url, name="waiting-for-me", icon_name="clipboard-list", order=90)


def mine_urls() -> list[Any]:
    """Return the address of the page."""
    return [path("waiting-for-me/", MineView.as_view(), name="articles_mine")]


# Read by articles/wagtail_hooks.py.
MINE = {"register_admin_menu_item": mine_menu_item, "register_admin_urls": mine_urls}
