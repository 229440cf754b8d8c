"""Screens on which clinical reviewers answer for statements: those of one page, and those that wait."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from articles.gate.statements import PageStatement, statements_of
from articles.gate.unanswered import told_of
from articles.models.statements import StatementAnswer
from clinic.models import StaffRequest
from clinic.typed.keys import key_in

from .acts import answer_question, answer_statement, may_answer, question_obstacle
from .choices import Option, choice_of, options_of, value_of, words_of
from .sending import ANSWER, Asked, Outcome, read_answers

# An article has some sixty; one with three hundred takes a few screens.
ON_A_SCREEN = 100


class AnswersView(WagtailAdminTemplateMixin, TemplateView):
    """Screen with statements and, for clinical reviewers, what they can answer."""

    request: StaffRequest
    header_icon = "clipboard-list"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def choices(self) -> list[Option]:
        """Choices for each statement."""
        return options_of()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record what was chosen, and say what was not."""
        if not may_answer(self.request.user):
            raise PermissionDenied
        outcome = self.record(request.POST.dict())
        if outcome.told:
            messages.success(request, outcome.told)
        for sentence in outcome.refused:
            messages.warning(request, sentence)
        return redirect(request.get_full_path())

    def record(self, sent: dict[str, str]) -> Outcome:
        """Send each choice to the service."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Paginator(self.rows(), ON_A_SCREEN).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "rows": rows,
            "options": self.choices,
            "answers_here": may_answer(self.request.user),
        }

    def rows(self) -> list[dict[str, Any]]:
        """Return what the screen shows of each statement."""
        raise NotImplementedError


class StatementsView(AnswersView):
    """Statements of one page, in their order, as the editor holds it now."""

    template_name = "articles/answering/statements.html"
    page_title = _("Statements")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"])
        self.draft = self.page.get_latest_revision_as_object()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = self.request.user
        if not (may_answer(user) or self.page.permissions_for_user(user).can_edit()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def choices(self) -> list[Option]:
        return options_of(self.draft)

    @cached_property
    def statements(self) -> list[PageStatement]:
        """Statements of the page."""
        return statements_of(self.draft)

    def record(self, sent: dict[str, str]) -> Outcome:
        """Record the answers to the statements that may be answered."""
        by_key = {each.key: each for each in self.statements if each.claim is None}
        asked = [Asked(each.key, each.sentence, each.answer) for each in by_key.values()]
        return read_answers(
            sent,
            asked,
            self.choices,
            lambda one, value, seen: answer_statement(
                self.draft, by_key[one.key], choice_of(value), self.request.user, seen
            ),
        )

    def rows(self) -> list[dict[str, Any]]:
        return [_row(self.page, each, self.choices) for each in self.statements]

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        title = self.page.get_admin_display_title()
        editor = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *self.breadcrumbs_items,
            {"url": editor, "label": title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "article": self.page,
            "open_count": sum(each.is_open for each in self.statements),
        }


class WaitingView(AnswersView):
    """Sentences of records that were refused, and wait for the answer of a clinical reviewer."""

    template_name = "articles/answering/waiting.html"
    page_title = _("Statements that wait")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_answer(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def record(self, sent: dict[str, str]) -> Outcome:
        """Record the reasons that were chosen."""
        # Those that somebody else has answered meanwhile as well, so that this can be said.
        named = [key_in(name.removeprefix(ANSWER)) for name in sent if name.startswith(ANSWER)]
        numbers = [number for number in named if number is not None]
        questions = {str(each.pk): each for each in StatementAnswer.objects.filter(pk__in=numbers, kind="")}
        return read_answers(
            sent,
            [Asked(key, each.sentence, None) for key, each in questions.items()],
            self.choices,
            lambda one, value, seen: answer_question(
                questions[one.key], choice_of(value).reason, self.request.user
            ),
        )

    def rows(self) -> list[dict[str, Any]]:
        waiting = waiting_statements().select_related("content_type")
        user = self.request.user
        return [
            {
                "question": each,
                "kind": str(each.content_type.name),
                "obstacle": question_obstacle(user, each),
            }
            for each in waiting
        ]


def rows_of_statements(page: Page) -> list[dict[str, Any]]:
    """Return what a list shows of each statement of a page's newest draft."""
    draft = page.get_latest_revision_as_object()
    choices = options_of(draft)
    return [_row(page, each, choices) for each in statements_of(draft)]


def _row(page: Page, statement: PageStatement, choices: list[Option]) -> dict[str, Any]:
    edit, answer = reverse("wagtailadmin_pages:edit", args=[page.pk]), statement.answer
    return {
        "statement": statement,
        "place": f"{edit}#:w:contentpath={_path_of(statement)}",
        "value": value_of(answer),
        "answer": words_of(answer, choices) if answer and answer.kind else "",
        "told": told_of(statement) if statement.is_open else "",
    }


def _path_of(statement: PageStatement) -> str:
    """Return the path by which the editor finds the field, or the part of it."""
    text = statement.text
    return f"{text.field}.{text.block_id}" if text.block_id else text.field


def waiting_statements() -> Any:
    """Return the questions that nobody has answered, the oldest first."""
    return StatementAnswer.objects.filter(kind="", is_current=True)
