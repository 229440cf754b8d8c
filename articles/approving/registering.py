"""Registration of this room in the admin: addresses, a button in an article's menu, an action of the log."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from articles.models import ConditionPage
from articles.models.writers import ContentUnit
from clinic.models import User

from .acts import APPROVED, may_approve
from .views import CorrectionsView, SentencesView


def approving_urls() -> list[Any]:
    """Return the addresses of both screens."""
    patterns = [
        path("corrections/", CorrectionsView.as_view(), name="corrections"),
        path("<int:page_id>/", SentencesView.as_view(), name="sentences"),
    ]
    return [path("approving/", include((patterns, "articles_approving")))]


def approve_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield the button for the menu of an article in which something waits for approval."""
    article = page.specific
    waits = ContentUnit.objects.in_draft().unseen().filter(page_id=article.pk)
    if may_approve(user, article) and waits.exists():
        url = reverse("articles_approving:sentences", args=[article.pk])
        yield Button(_("Sentences to approve"), url, icon_name="check", priority=11)


def leave_out_publishing(menu_items: list[Any], _request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave Publish out of the form of a new article: all of it is the work of whoever writes it."""
    if context["view"] != "create":
        return
    if all(issubclass(model, ConditionPage) for model in context["parent_page"].allowed_subpage_models()):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


def register_approval(actions: Any) -> None:
    """Register the log's action, so that an article's history says who approved sentences."""
    actions.register_action(APPROVED, _("Approve sentences"), _("Approved sentences that others wrote"))


# Read by articles/wagtail_hooks.py.
APPROVING = {
    "construct_page_action_menu": leave_out_publishing,
    "register_page_header_buttons": approve_button,
    "register_admin_urls": approving_urls,
    "register_log_actions": register_approval,
}
