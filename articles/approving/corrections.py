"""Corrections that wait for a second person, and the words that were taken out of an article."""

from articles.models import ConditionPage, Correction
from articles.models.writers import units_with
from articles.statements.keys import key_of
from articles.statements.reading import normalize
from articles.statements.sentences import sentences_in
from clinic.models import User

from .acts import may_decide


def was_taken_out(page: ConditionPage, words: str) -> bool:
    """Return whether readers have seen each of these sentences in the article, and see none of them now."""
    keys = {key_of(sentence) for sentence in sentences_in(normalize(words))}
    seen = units_with(page, keys).filter(was_live=True, is_live=False)
    return bool(keys) and seen.count() == len(keys)


def corrections_to_confirm(user: User) -> list[Correction]:
    """Return the corrections that wait for somebody like ``user``, the oldest first."""
    waiting = Correction.objects.undecided().filter(page__isnull=False).exclude(done_by=user)
    entries = waiting.select_related("page").order_by("at", "pk")
    return [correction for correction in entries if may_decide(user, correction)]
