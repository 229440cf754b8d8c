"""Messages for staff when the gate refuses: a plain list and the way back to the page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from articles.models import ConditionPage
from articles.models.four_eyes import FourEyesError, needs_another, own_work_words
from articles.models.pages import SET_BY_REVIEW
from clinic.gate import Finding, NotReadyError, findings
from clinic.models import PublishGateMixin, StaffRequest, User

from .unanswered import UNANSWERED, rows_of

SENDS_TO_REVIEW = ("action-submit", "action-restart-workflow")


class PublishRefusalMiddleware(MiddlewareMixin):
    """Answers refusals that no form caught: bulk publishing, approving from a list, copying, aliases."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Redirect to the page that the person came from, with the list; nothing was published."""
        if not request.path_info.startswith("/admin/"):
            return None
        if isinstance(error, FourEyesError):
            messages.error(request, error)
            return redirect(_address(error.page))
        if not isinstance(error, NotReadyError):
            return None
        _refuse(request, error.page, error.findings)
        address = get_valid_next_url_from_request(request) or _address(error.page)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # Wagtail's dialog for approving with a comment follows this address.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)


def refuse_bulk(request: StaffRequest, action_type: str, pages: Iterable[Any], action: Any) -> Any:
    """Refuse a bulk publication of pages that are not ready, and list what each of them lacks."""
    if action_type != "publish" or not issubclass(action.model, Page):
        return None
    drafts = list(_drafts_in(pages, action))
    refused = [
        (page, page_findings)
        for page in drafts
        if (page_findings := findings(page) or _four_eyes_findings(page, request.user))
    ]
    for page, page_findings in [*refused, *_left_out(request.user, action)]:
        _refuse(request, page, page_findings)
    return redirect(action.next_url) if refused else None


def _left_out(user: User, action: Any) -> Iterator[tuple[Page, list[Finding]]]:
    """Yield what Wagtail leaves out of a selection because somebody else has to approve it first."""
    _pages, others = action.get_actionable_objects()
    for page in others["items_with_no_access"]:
        if own := _four_eyes_findings(page.specific, user):
            yield page, own


def _four_eyes_findings(page: Page, user: User) -> list[Finding]:
    may = isinstance(page, ConditionPage) and page.permissions_for_user(user).has_publish_permission()
    is_own = may and needs_another(page, user)
    return [Finding("own_work", own_work_words(page, user))] if is_own else []


def _drafts_in(pages: Iterable[Page], action: Any) -> Iterable[Page]:
    with_descendants = action.cleaned_form.cleaned_data.get("include_descendants")
    for page in pages:
        chosen = [page, *page.get_descendants().not_live()] if with_descendants else [page]
        for each in chosen:
            draft = each.get_latest_revision_as_object()
            if isinstance(draft, PublishGateMixin):
                yield draft


def report_missing_after_submit(request: StaffRequest, page: Page) -> None:
    """Tell the writer who submits an article what is still missing or in the way."""
    if not isinstance(page, ConditionPage):
        return
    if "action-publish" in request.POST and needs_another(page, request.user):
        # Wagtail keeps the draft without a word on why it is not published.
        messages.error(request, own_work_words(page, request.user))
    if not any(name in request.POST for name in SENDS_TO_REVIEW):
        return
    page_findings = findings(page)
    if [finding for finding in page_findings if finding.field not in SET_BY_REVIEW]:
        text = _("It was sent to the reviewer. It cannot be approved until this is done:")
        messages.warning(request, _list(text, page, page_findings))
    elif page_findings:
        text = _("Nothing is left for you to do: the full review sets the reviewer and both dates.")
        messages.info(request, text)


def _refuse(request: HttpRequest, page: Page, page_findings: list[Finding]) -> None:
    text = _("“%(title)s” was not published. It stays as it was until this is done:") % {"title": page.title}
    buttons = [messages.button(_address(page), _("Edit"))]
    messages.error(request, _list(text, page, page_findings), buttons=buttons)


def _list(text: str, page: Page, page_findings: list[Finding]) -> str:
    waiting = [finding for finding in page_findings if finding.code == UNANSWERED]
    others = [_to_its_part(page, finding) for finding in page_findings if finding not in waiting]
    rows = format_html_join("", "<li>{}</li>", ((row,) for row in (*others, *rows_of(page, waiting))))
    return format_html("{}<ul>{}</ul>", text, rows)


def _to_its_part(page: Page, finding: Finding) -> str:
    """Return the finding as a link to the field or part that it is about; the editor puts the focus there."""
    if not page.pk or not finding.field or finding.field in SET_BY_REVIEW:
        return finding.message
    part = ".".join(filter(None, (finding.field, finding.block_id)))
    # Wagtail's own way to name a part of the form.
    return format_html('<a href="{}#:w:contentpath={}">{}</a>', _address(page), part, finding.message)


def _address(page: Page) -> str:
    """Return the address of the page's editor, or of the explorer for a page not stored yet."""
    if page.pk:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return reverse("wagtailadmin_explore_root")
