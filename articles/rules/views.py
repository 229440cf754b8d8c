"""Page "Changes of rules": what waits for a second person, and the log of all changes."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.models import ConditionPage, RuleChange
from clinic.models import StaffRequest, User
from clinic.typed.keys import key_in

from .acts import decide, holds_the_right, may_confirm, others_who_may_confirm
from .exceptions import confirm_exception, open_exceptions

MOST_SHOWN = 200


def may_read_rules(user: User) -> bool:
    """Return whether ``user`` may read the rules and the log of their changes."""
    return user.has_perm("articles.view_lintterm")


class RuleChangesView(WagtailAdminTemplateMixin, TemplateView):
    """Changes that wait, each with the buttons of whoever may decide, and below them the log."""

    template_name = "articles/rules/changes.html"
    page_title = _("Changes of rules")
    header_icon = "history"
    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read_rules(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Confirm or decline one change, or confirm a sentence of an article."""
        try:
            self._decide()
        except (PermissionDenied, ValidationError) as refusal:
            words = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            messages.error(request, " ".join(filter(None, words)) or _t("You may not decide this."))
        else:
            messages.success(request, _t("It is decided, and in the log. Live pages are judged again."))
        return redirect("articles_rules:changes")

    def _decide(self) -> None:
        user, answer = self.request.user, self.request.POST
        confirms = answer.get("answer") == "confirm"
        number, page = (key_in(answer.get(name, "")) for name in ("change", "page"))
        if number is not None:
            decide(get_object_or_404(RuleChange, pk=number), user, confirms=confirms)
            return
        if page is None:
            raise ValidationError(_t("Choose what you decide."))
        confirm_exception(get_object_or_404(ConditionPage, pk=page), answer.get("key", ""), user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        changes = list(RuleChange.objects.waiting().select_related("proposed_by")[:MOST_SHOWN])
        return {
            **super().get_context_data(**kwargs),
            "waiting": [
                (change, may_confirm(user, change.rule, change.proposed_by), self._may_decline(change))
                for change in changes
            ],
            "exceptions": [
                (asked, may_confirm(user, RuleChange.Rule.SENTENCE, asked.writer))
                for asked in open_exceptions()
            ],
            "others": others_who_may_confirm(user, RuleChange.Rule.WORD),
            "proposes": holds_the_right(user, RuleChange.Rule.WORD),
            "log": RuleChange.objects.exclude(outcome=RuleChange.Outcome.WAITING)[:MOST_SHOWN],
        }

    def _may_decline(self, change: RuleChange) -> bool:
        user = self.request.user
        return holds_the_right(user, change.rule) or may_confirm(user, change.rule, change.proposed_by)


class RuleChangesMenuItem(MenuItem):
    """Menu entry under Reports, for those who may read the rules."""

    def is_shown(self, request: StaffRequest) -> bool:
        return may_read_rules(request.user)


def rule_changes_menu_item() -> RuleChangesMenuItem:
    """Return the entry of the log under Reports."""
    url = reverse("articles_rules:changes")
    return RuleChangesMenuItem(
        _("Changes of rules"), url, name="rule-changes", icon_name="history", order=110
    )


def rule_urls() -> list[Any]:
    """Return the address of the page."""
    patterns = [path("", RuleChangesView.as_view(), name="changes")]
    return [path("rule-changes/", include((patterns, "articles_rules")))]
