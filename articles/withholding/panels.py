"""Panels for staff about what does not hold: one on the first page, and red lines above a page's editor."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from articles.answering.acts import may_answer
from clinic.models import PageJudgment, PublishGateMixin, RecordJudgment, StaffRequest, User

from .telling import called

SHOWN = 10


def judgments_for(user: User) -> QuerySet[PageJudgment]:
    """Return the judgments of live pages that do not hold and that ``user`` may change or publish."""
    policy = policy_registry.get_by_type(Page)
    allowed = policy.instances_user_has_any_permission_for(user, ["change", "publish"])
    return PageJudgment.objects.filter(
        fails_since__isnull=False, page__live=True, page__in=allowed.order_by().values("pk")
    ).select_related("page")


class Line(NamedTuple):
    """Page or record that does not hold, as the panel lists it."""

    title: str
    url: str
    is_withheld: bool
    # A page says above its editor what is wrong, a record here.
    messages: list[str]


def lines_for(user: User) -> Iterator[Line]:
    """Yield what does not hold and ``user`` may change, or answer for: pages first, the oldest first."""
    for judgment in judgments_for(user).order_by("fails_since"):
        url = reverse("wagtailadmin_pages:edit", args=[judgment.page_id])
        yield Line(called(judgment), url, bool(judgment.withheld), [])
    finder = AdminURLFinder(user)
    failing = RecordJudgment.objects.filter(fails_since__isnull=False).select_related("content_type")
    for record in failing.order_by("fails_since"):
        model = record.content_type.model_class()
        instance = model._default_manager.filter(pk=record.object_id).first() if model else None
        if instance is None:
            continue
        url = finder.get_edit_url(instance) or ""
        if url or may_answer(user):
            said = [finding["message"] for finding in record.findings]
            yield Line(called(record), url, bool(record.withheld), said)


class WithheldPanel(Component):
    """Dashboard panel of what is public and does not pass the gate any more."""

    name = "withheld_pages"
    order = 40
    template_name = "articles/withholding/panel.html"

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"lines": self.lines[:SHOWN], "number": len(self.lines)}


def add_withheld_panel(request: StaffRequest, panels: list[Component]) -> None:
    """Add the panel for users who change pages or records, while there is something to say."""
    if lines := list(lines_for(request.user)):
        panels.append(WithheldPanel(lines))


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
