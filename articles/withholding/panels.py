"""Panels for staff about pages that do not hold: one on the first page, and red lines above the editor."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from clinic.models import PageJudgment, PublishGateMixin, StaffRequest, User

SHOWN = 10


def judgments_for(user: User) -> QuerySet[PageJudgment]:
    """Return the judgments of live pages that do not hold and that ``user`` may change or publish."""
    policy = policy_registry.get_by_type(Page)
    allowed = policy.instances_user_has_any_permission_for(user, ["change", "publish"])
    return PageJudgment.objects.filter(
        fails_since__isnull=False, page__live=True, page__in=allowed.order_by().values("pk")
    ).select_related("page")


class WithheldPanel(Component):
    """Dashboard panel of live pages that do not pass the gate any more. Nothing while all of them do."""

    name = "withheld_pages"
    order = 40
    template_name = "articles/withholding/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        judgments = judgments_for(parent_context["request"].user).order_by("fails_since")
        return {"judgments": list(judgments[:SHOWN]), "number": judgments.count()}


def add_withheld_panel(request: StaffRequest, panels: list[Component]) -> None:
    """Add the panel for users who change pages, while there is something to say."""
    if user_has_any_page_permission(request.user) and judgments_for(request.user).exists():
        panels.append(WithheldPanel())


def tell_above_editor(request: HttpRequest, page: Page) -> None:
    """Say in red above the editor what of the live page does not hold, and what readers see of it."""
    if request.method != "GET" or not page.live or not isinstance(page.specific, PublishGateMixin):
        return
    judgment = PageJudgment.objects.filter(page_id=page.pk, fails_since__isnull=False).first()
    if judgment is None:
        return
    text = (
        _("Readers do not see all of this page: a part was taken down until this is settled.")
        if judgment.withheld
        else _("This page is public, and does not pass the checks:")
    )
    rows = format_html_join("", "<li>{}</li>", ((finding["message"],) for finding in judgment.findings))
    messages.error(request, format_html("{}<ul>{}</ul>", text, rows))


# By the name under which Wagtail calls each.
WITHHOLDING: dict[str, Callable[..., Any]] = {
    "construct_homepage_panels": add_withheld_panel,
    "before_edit_page": tell_above_editor,
}
