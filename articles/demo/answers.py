"""Answers to the statements of the demonstration: by page or kind of record, by reason, and by claim."""

from functools import cache
from typing import Any

from articles.answering.acts import Choice, load_answer
from articles.models import SafetyNotice
from articles.models.statements import AnswerKind
from clinic.models import Ailment, User

from .records import read

CLAIMS = "claims"


@cache
def demonstration_answers() -> dict[str, dict[str, Any]]:
    """Return what answers.toml holds, by the slug of the page or the name of the model."""
    return read("answers")


def load_answers(owner: str, instance: Any, reviewer: User) -> None:
    """Store the answers of a page, or of a kind of record, before it is checked."""
    for reason, sentences in demonstration_answers().get(owner, {}).items():
        if reason == CLAIMS:
            for sentence, words in sentences.items():
                choice = Choice(AnswerKind.CLAIM, claim_id=_claim_id(instance, words))
                load_answer(instance, sentence, choice, reviewer)
        else:
            for sentence in sentences:
                load_answer(instance, sentence, Choice(AnswerKind.NO_CLAIM, reason=reason), reviewer)


def load_answers_of_records(reviewer: User) -> None:
    """Store the answers of kinds of record, so that these can be saved anew."""
    for model in (SafetyNotice, Ailment):
        load_answers(model._meta.label, model(), reviewer)


def _claim_id(page: Any, words: str) -> str:
    """Return the id of the claim that begins with these words."""
    claims = (child for child in page.body if child.block_type == "claim")
    return str(next(child.id for child in claims if child.value["text"].startswith(words)))
