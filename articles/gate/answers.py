"""Checks of the answers that open an article: all there, and none of them surer than what stands below."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles.blocks.certainty import Certainty, level_of
from articles.models.answers import ANSWERS, WORDS_OF_A_VERDICT
from clinic.gate import Finding


def check_answers(page: Any) -> Iterator[Finding]:
    """Yield what the opening of an article lacks, and what it says that the article does not bear out."""
    for name in ANSWERS:
        if not getattr(page, name).strip():
            yield _missing(page, name)
    yield from _verdict(page)
    if bool(page.emergency_cards) and not page.emergency_if.strip():
        yield _missing(page, "emergency_if")
    elif page.emergency_if.strip() and not page.emergency_cards:
        message = _("It says when to call 911, and leads nowhere. Add a care card for emergencies.")
        yield Finding("emergency_card_missing", message, "emergency_if")


def _missing(page: Any, name: str) -> Finding:
    message = _("“%(label)s” is empty. Readers see it first: fill it in under The answer first.")
    return Finding("answer_missing", message % {"label": page.label_of(name)}, name)


def _verdict(page: Any) -> Iterator[Finding]:
    if len(page.verdict.split()) > WORDS_OF_A_VERDICT:
        message = _("The verdict has more than ten words. Say less: the claims below say the rest.")
        yield Finding("verdict_too_long", message, "verdict")
    claims = [child.value for child in page.body if child.block_type == "claim"]
    surest = max((level_of(claim["certainty"]).dots for claim in claims), default=0)
    # To say that nobody knows needs no study.
    if page.verdict_level.dots > max(surest, level_of(Certainty.VERY_LOW).dots):
        message = _("The verdict is surer than the claims below. Choose what the surest of them bears out.")
        yield Finding("verdict_too_sure", message, "verdict_certainty")
