"""Admin viewsets of the words that we do not use and of allowed sentences. Saving proposes a change."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin import messages
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from articles.models import AllowedSentence, LintTerm, RuleChange
from clinic.models import StaffRequest
from clinic.sign_columns import YesNoColumn

from .acts import propose, take_back
from .reasons import validate_reason


class ProposingMixin:
    """View of a rule's form that proposes the change instead of saving it."""

    request: StaffRequest
    # Field of the form that says why.
    reason_field = "why"

    def is_valid(self, form: Any) -> bool:
        """Return whether the form is valid; a reason without substance is refused at its field."""
        if form.is_valid():
            try:
                validate_reason(form.cleaned_data[self.reason_field], str(form.instance))
            except ValidationError as refusal:
                form.add_error(self.reason_field, refusal)
        return bool(super().is_valid(form))  # type: ignore[misc]  # of the view

    def form_valid(self, form: Any) -> HttpResponse:
        """Propose what the form holds."""
        change = propose(form.instance, form.cleaned_data[self.reason_field], self.request.user)
        if change.outcome == RuleChange.Outcome.AT_ONCE:
            messages.success(self.request, _t("It counts from now on. Live pages are judged again."))
        else:
            text = _t("Your change waits until somebody else confirms it. Until then all stays as it is.")
            messages.success(self.request, text)
        return redirect(reverse("articles_rules:changes"))


class WordCreateView(ProposingMixin, CreateView):
    """Form of a new word."""


class WordEditView(ProposingMixin, EditView):
    """Form of a word."""


class SentenceCreateView(ProposingMixin, CreateView):
    """Form of a sentence that is to be allowed."""

    reason_field = "reason"


class SentenceEditView(ProposingMixin, EditView):
    """Form of a sentence that is allowed."""

    reason_field = "reason"


class LintTermViewSet(SnippetViewSet):
    """Words that articles do not use; clinical reviewers extend the list."""

    model = LintTerm
    icon = "no-view"
    menu_label = _("Words we do not use")
    copy_view_enabled = False
    add_view_class = WordCreateView
    edit_view_class = WordEditView
    list_display = ["pattern", "language", "advice", YesNoColumn("is_active", label=_("In use"))]
    list_filter = ["language", "is_active"]
    search_fields = ["pattern", "advice"]


class AllowedSentenceViewSet(SnippetViewSet):
    """Sentences of pages that may use such a word; articles ask for theirs in a field."""

    model = AllowedSentence
    icon = "check"
    menu_label = _("Allowed sentences")
    copy_view_enabled = False
    add_view_class = SentenceCreateView
    edit_view_class = SentenceEditView
    list_display = ["sentence", "page", "reason", "allowed_by"]


def refuse_to_delete_words(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Tell whoever deletes a word to propose that it is no longer used; nothing is deleted."""
    if not any(isinstance(instance, LintTerm) for instance in instances):
        return None
    text = _(
        "Words are not deleted. Open the word, untick “In use”, and say why: a second person confirms it."
    )
    messages.error(request, text)
    return redirect(LintTerm.snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]  # of Wagtail


def log_taken_back(request: StaffRequest, instances: Iterable[Any]) -> None:
    """Log sentences that are no longer allowed."""
    for instance in instances:
        if isinstance(instance, AllowedSentence):
            take_back(instance, request.user)
