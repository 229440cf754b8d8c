"""Checks of statements: whatever says what a treatment does has been answered for, or is not shown."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail.models import Page

from articles.statements.folding import fold
from articles.statements.reading import Text
from clinic.gate import Finding

from .lint import Hit
from .statements import PageStatement, statements_of

UNANSWERED = "statement_unanswered"
# Characters of a sentence in a message.
SHOWN = 200


def check_statements(instance: Any, its_texts: Iterable[Text], forbidden: Iterable[Hit]) -> Iterator[Finding]:
    """Yield a finding for each statement that nobody has answered for, or that nobody can answer for."""
    is_page = isinstance(instance, Page)
    # A sentence with a word that we do not use has to change anyway, and is told by that word.
    words = [(hit.text, fold(hit.wording)) for hit in forbidden]
    for statement in statements_of(instance, its_texts):
        if statement.is_open and not any(
            text == statement.text and word in fold(statement.sentence) for text, word in words
        ):
            yield _finding(statement, is_page=is_page)


def open_statements(instance: Any) -> Iterator[PageStatement]:
    """Yield the statements that keep a page or a record from visitors, in their order."""
    return (statement for statement in statements_of(instance) if statement.is_open)


def rows_of(page: Page, page_findings: list[Finding]) -> Iterator[str]:
    """Yield a line for each finding; sentences that wait for an answer share one, with the way to them."""
    waiting = [finding for finding in page_findings if finding.code == UNANSWERED]
    yield from (finding.message for finding in page_findings if finding.code != UNANSWERED)
    if len(waiting) == 1 or not page.pk:
        yield from (finding.message for finding in waiting)
    elif waiting:
        yield _together(page, waiting)


def _together(page: Page, waiting: list[Finding]) -> str:
    words = ngettext(
        "%(count)d sentence says what a treatment does, and nobody has answered for it:",
        "%(count)d sentences say what a treatment does, and nobody has answered for them:",
        len(waiting),
    )
    return format_html(
        '{} {} <a href="{}">{}</a>',
        words % {"count": len(waiting)},
        " ".join(f"“{finding.quoted}”" for finding in waiting),
        reverse("articles_statements:page", args=[page.pk]),
        _("See them under Statements"),
    )


def told_of(statement: PageStatement) -> str:
    """Return why a statement of a page keeps it from visitors, and what can be done."""
    return _finding(statement, is_page=True).message


def _finding(statement: PageStatement, *, is_page: bool) -> Finding:
    text = statement.text
    words = {
        "where": text.where,
        "sentence": Truncator(statement.sentence).chars(SHOWN),
        "words": ", ".join(statement.words),
    }
    if statement.strong:
        words["words"] = statement.strong.words
    code, message = _told(statement, is_page=is_page)
    return Finding(
        code,
        message % words,
        text.field,
        text.place,
        text.block_id,
        quoted=words["sentence"],
        can_wait=code == UNANSWERED,
    )


def _told(statement: PageStatement, *, is_page: bool) -> tuple[str, str]:
    if statement.is_quoted:
        return "testimonial", _(
            "%(where)s: “%(sentence)s” is a quote about what a treatment does. Nobody's experience may "
            "stand for that: take it out."
        )
    if statement.strong is not None and not statement.strong.may_be_claimed:
        return "statement_never", _(
            "%(where)s: “%(sentence)s” promises too much (“%(words)s”). No reviewer can answer for that: say "
            "what studies found, in a claim, or take it out."
        )
    if statement.strong is not None:
        return "statement_needs_claim", _(
            "%(where)s: “%(sentence)s” compares or counts (“%(words)s”). It may stand only in a claim whose "
            "source compares with exactly this, in the same words. Make it one, or take it out."
        )
    if statement.answer is not None and statement.answer.kind:
        return UNANSWERED, _(
            "%(where)s: “%(sentence)s” was answered for, but the claim or source that it was tied to is "
            "gone, withdrawn or not checked. A clinical reviewer has to answer anew, under Statements."
        )
    if is_page:
        return UNANSWERED, _(
            "%(where)s: “%(sentence)s” says what a treatment does (“%(words)s”), and nobody has answered "
            "for it. Make it a claim with its sources, change it, or ask a clinical reviewer to answer for "
            "it under Statements."
        )
    return UNANSWERED, _(
        "%(where)s: “%(sentence)s” says what a treatment does (“%(words)s”), and nobody has answered "
        "for it. It now waits in the list of the clinical reviewers, under Statements that wait. Save this "
        "again once it is answered, or change the sentence."
    )
