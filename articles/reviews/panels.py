"""Reviews in the admin beside the report: dashboard panel, menu entry, buttons, addresses."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, TaskState, WorkflowState

from articles.answering.acts import may_answer
from articles.answering.views import waiting_statements
from articles.approving.corrections import corrections_to_confirm
from articles.approving.listing import awaiting
from articles.models import ClinicalReviewTask, ConditionIndexPage, ConditionPage
from articles.models.four_eyes import needs_another, own_work_words
from clinic.identity.clinic_time import clinic_today
from clinic.models import StaffRequest, User

from .acts import may_review, review_obstacle
from .due import OVERDUE, SOON, articles_of, retracted_by_article, to_check_by_article
from .report import ReviewReportMenuItem, ReviewReportView
from .views import AddCorrectionView, RecordReviewView

SHOWN = 5


class ReviewPanel(Component):
    """Dashboard panel of articles overdue, due soon, waiting for approval, or with a retracted source."""

    name = "articles_to_do"
    order = 60
    template_name = "articles/reviews/review_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        today = clinic_today()
        live = articles_of(user).live().defer_streamfields().order_by("next_review_due", "title")
        cited = retracted_by_article()
        waiting = waiting_for(user)
        asked = {page.pk for page in waiting}
        querysets = [
            (
                _("Cites a retracted source"),
                articles_of(user).filter(pk__in=cited).defer_streamfields(),
                "?retracted=true",
            ),
            (
                _("Cites a source that has to be checked"),
                live.filter(pk__in=to_check_by_article()),
                "?to_check=true&live=true",
            ),
            (_("Overdue for review"), live.filter(OVERDUE.as_q(today)), "?due=overdue&live=true"),
            (SOON.label, live.filter(SOON.as_q(today)), "?due=30&live=true"),
        ]
        parts = [(label, list(pages), query) for label, pages, query in querysets]
        return {
            "statements": waiting_statements().count() if may_answer(user) else 0,
            "waiting": waiting,
            "sentences": [page for page in awaiting(user, articles_of(user)) if page.pk not in asked],
            "corrections": len(corrections_to_confirm(user)),
            "sent_back": sent_back_to(user),
            "new_article": address_of_a_new_article(user),
            "parts": parts,
            "anything_due": any(pages for _label, pages, _query in parts),
            "shown": SHOWN,
            "report": reverse("articles_review:report"),
        }


def address_of_a_new_article(user: User) -> str:
    """Return the address at which ``user`` adds an article; empty for those who may not."""
    index = ConditionIndexPage.objects.first()
    if index is None or not index.permissions_for_user(user).can_add_subpage():
        return ""
    return reverse("wagtailadmin_pages:add", args=["articles", "conditionpage", index.pk])


def waiting_for(user: User) -> list[Page]:
    """Return the articles that ``user`` may approve now: nothing in them is left for somebody else to see."""
    tasks = ClinicalReviewTask.objects.filter(active=True)
    states = TaskState.objects.none()
    for task in tasks:
        states = states | task.get_task_states_user_can_moderate(user)
    pages = [state.workflow_state.content_object for state in states.select_related("workflow_state")]
    return [page for page in pages if isinstance(page, Page) and not needs_another(page, user)]


def sent_back_to(user: User) -> list[WorkflowState]:
    """Return the workflow states of what ``user`` submitted and a reviewer sent back, the newest first."""
    states = WorkflowState.objects.filter(
        requested_by=user,
        status=WorkflowState.STATUS_NEEDS_CHANGES,
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return list(states.select_related("current_task_state__finished_by").order_by("-created_at"))


def add_review_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel for users with any page permission."""
    if user_has_any_page_permission(request.user):
        panels.append(ReviewPanel())


def review_buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield those of a clinical reviewer's two buttons that lead somewhere now."""
    article = page.specific
    if not may_review(user, article):
        return
    if not review_obstacle(user, article):
        review = reverse("articles_review:record", args=[article.pk])
        yield Button(_("Record a full review"), review, icon_name="clipboard-list", priority=12)
    # What nobody has read needs no correction.
    if article.live:
        correction = reverse("articles_review:correct", args=[article.pk])
        yield Button(_("Add a correction"), correction, icon_name="history", priority=13)


def refuse_to_publish_own_work(request: StaffRequest, page: Page) -> HttpResponse | None:
    """Keep the user's own sentences as a draft, say which and who can approve them, return to the editor."""
    if not isinstance(page, ConditionPage) or not needs_another(page, request.user):
        return None
    kept = _("What you wrote is kept as a draft. Submit it, and they find it on their first page.")
    messages.error(request, format_html("{} {}", own_work_words(page, request.user), kept))
    return redirect("wagtailadmin_pages:edit", page.pk)


def review_report_menu_item() -> ReviewReportMenuItem:
    """Return the report's entry under Reports."""
    url = reverse("articles_review:report")
    return ReviewReportMenuItem(_("Review due"), url, name="review-due", icon_name="calendar-alt", order=100)


def review_urls() -> list[Any]:
    """Return the addresses of the report and of both forms."""
    patterns = [
        path("", ReviewReportView.as_view(), name="report"),
        path("results/", ReviewReportView.as_view(results_only=True), name="report_results"),
        path("<int:page_id>/", RecordReviewView.as_view(), name="record"),
        path("<int:page_id>/correction/", AddCorrectionView.as_view(), name="correct"),
    ]
    return [path("reviews/", include((patterns, "articles_review")))]
