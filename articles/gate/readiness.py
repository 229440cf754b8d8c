"""Checks of the publishing gate: what an article must have before it is published, scheduled or approved.

A draft may hold anything. clinic/pages/publish_gate.py asks these checks on every way to publish. Pages of
other types, and records that visitors see as soon as they are saved, are checked for words and pictures
alone.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wagtail.images.models import AbstractImage

from dateutil.relativedelta import relativedelta

from articles.models import ConditionPage
from articles.rules.exceptions import confirmed_keys, is_complete
from articles.statements.folding import mixed_words
from articles.statements.keys import key_of
from articles.statements.reading import Text, nodes, normalize, part_name, streams_of, texts
from clinic.gate import Finding
from clinic.identity.clinic_time import clinic_today

from .addresses import check_addresses
from .answers import check_answers
from .claims import claim_problems
from .lint import Hit, WordList
from .rendered import check_rendered
from .unanswered import check_statements

LONGEST_REVIEW = relativedelta(months=24)
CARE_LEVELS = {"emergency", "urgent"}


def check_readiness(instance: Any, **_kwargs: Any) -> list[Finding]:
    """Return what speaks against showing it: all checks for an article, words and pictures for others."""
    its_texts, word_list = list(texts(instance)), WordList.of(instance)
    forbidden = word_list.hits_in(its_texts)
    words = [*_forbidden_words(forbidden), *_mixed_alphabets(its_texts), *check_addresses(its_texts)]
    rendered = check_rendered(instance, its_texts, word_list)
    everywhere = [*_parts(instance), *words, *rendered, *check_statements(instance, its_texts, forbidden)]
    if not isinstance(instance, ConditionPage):
        return everywhere
    return [
        *_people(instance),
        *_dates(instance),
        *check_answers(instance),
        *_care_card(instance),
        *_exceptions(instance),
        *everywhere,
    ]


def _people(page: Any) -> Iterator[Finding]:
    if page.author_id is None:
        yield Finding("author_missing", _("It has no author. Choose who wrote it."), "author")
    if page.clinical_reviewer_id is None:
        # Both editors and reviewers read this, and neither can type the name in.
        message = _(
            "It has no clinical reviewer yet. A clinical reviewer sets one with “Record a full review”, "
            "behind the three dots beside the title."
        )
        yield Finding("reviewer_missing", message, "clinical_reviewer")
    elif page.clinical_reviewer_id == page.author_id:
        message = _("Its author and its reviewer are the same person. Somebody else has to check it.")
        yield Finding("reviewer_is_author", message, "clinical_reviewer")
    elif (ended := page.clinical_reviewer.license_expires) is not None and ended < clinic_today():
        message = _(
            "The license of its clinical reviewer ended on %(day)s. Enter the new date once it is renewed, "
            "or have somebody else record a full review."
        )
        message %= {"day": date_format(ended, "F j, Y")}
        yield Finding("reviewer_license_ended", message, "clinical_reviewer")


def _dates(page: Any) -> Iterator[Finding]:
    reviewed, due = page.last_reviewed, page.next_review_due
    if reviewed is None:
        message = _("The day of its last full review is missing. A full review sets it.")
        yield Finding("last_reviewed_missing", message, "last_reviewed")
    elif reviewed > clinic_today():
        message = _("The day of its last review lies in the future. Record a new full review.")
        yield Finding("reviewed_in_future", message, "last_reviewed")
    if due is None:
        message = _("The day of its next review is missing. A full review sets it.")
        yield Finding("next_review_missing", message, "next_review_due")
    elif reviewed is not None and due <= reviewed:
        message = _("The next review must be due after the last one. Record a new full review.")
        yield Finding("review_backwards", message, "next_review_due")
    elif reviewed is not None and due > (latest := reviewed + LONGEST_REVIEW):
        message = _("A review holds for two years: the next one is due by %(date)s.")
        message %= {"date": date_format(latest, "F j, Y")}
        yield Finding("review_too_long", message, "next_review_due")


def _parts(page: Any) -> Iterator[Finding]:
    """Yield problems of claims and pictures anywhere in the page."""
    for name in streams_of(page):
        for place, child in enumerate(getattr(page, name)):
            label = part_name(place, child.block.label)
            for node in nodes(child.value):
                for code, message in _problems(node):
                    yield Finding(code, f"{label}: {message}", name, place, child.id or "")


def _problems(node: Any) -> Iterator[tuple[str, str]]:
    if hasattr(node, "known_sources"):
        yield from claim_problems(node)
    elif isinstance(node, AbstractImage):
        yield from _picture_problems(node)


def _picture_problems(picture: Any) -> Iterator[tuple[str, str]]:
    messages = {
        "credit": _("the picture “%(title)s” does not say who made it. Enter it under Images."),
        "license": _("the picture “%(title)s” does not say why we may use it. Enter it under Images."),
        "alt_decision": _(
            "the picture “%(title)s” does not say whether it shows something or only decorates. "
            "Enter it under Images."
        ),
        "people_shown": _(
            "the picture “%(title)s” does not say who can be recognized on it. Enter it under Images."
        ),
    }
    for name, message in messages.items():
        if not getattr(picture, name).strip():
            yield f"picture_{name}_missing", message % {"title": picture.title}
    words = getattr(picture, "contextual_alt_text", None) or picture.description
    is_silent = getattr(picture, "decorative", None) or picture.alt_decision == "decorative"
    if not is_silent and not words.strip():
        message = _("the picture “%(title)s” has no words for readers who cannot see it.")
        yield "picture_undescribed", message % {"title": picture.title}


def _care_card(page: Any) -> Iterator[Finding]:
    levels = {child.value.get("level") for child in page.body if child.block_type == "care_card"}
    if not levels & CARE_LEVELS:
        message = _(
            "It has no care card. Add one that says when to call for help at once or to see a doctor today."
        )
        yield Finding("care_card_missing", message, "body")


def _exceptions(page: Any) -> Iterator[Finding]:
    confirmed = confirmed_keys(page) if page.lint_exceptions else set()
    for place, child in enumerate(page.lint_exceptions):
        if not is_complete(child.value):
            code, message = "exception_incomplete", _("%(where)s: write the sentence, and why it is allowed.")
        elif key_of(child.value["sentence"]) not in confirmed:
            code = "exception_unconfirmed"
            message = _(
                "%(where)s: a second person has to allow this sentence, under Reports, Changes of rules."
            )
        else:
            continue
        message %= {"where": part_name(place, child.block.label)}
        yield Finding(code, message, "lint_exceptions", place, child.id or "")


def _forbidden_words(hits: Iterable[Hit]) -> Iterator[Finding]:
    for hit in hits:
        text = hit.text
        message = _("%(where)s: it says “%(wording)s”. %(advice)s")
        message %= {"where": text.where, "wording": hit.wording, "advice": hit.advice}
        yield Finding("forbidden_word", message, text.field, text.place, text.block_id)


def _mixed_alphabets(its_texts: Iterable[Text]) -> Iterator[Finding]:
    for text in its_texts:
        for word in mixed_words(normalize(text.words)):
            message = _(
                "%(where)s: “%(word)s” mixes letters of two alphabets that look alike. Type the word anew."
            )
            message %= {"where": text.where, "word": word}
            yield Finding("mixed_alphabets", message, text.field, text.place, text.block_id)
