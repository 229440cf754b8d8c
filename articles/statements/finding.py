"""Finder of statements: sentences that say what a treatment does, with the words that make them one."""

from collections.abc import Iterator
from dataclasses import dataclass

from .agents import unknown_acts
from .folding import spellings
from .language import judged_parts, language, languages_of, tokens_of
from .meanings import (
    another_acts,
    changes_by_itself,
    is_a_description,
    is_a_name,
    meanings,
    with_spared_complaints,
)
from .phrases import Tokens
from .points import features, points_of

# With so many points for its length or more a sentence is a statement: with fewer than none, because it is
# worse to miss a statement than to ask about a sentence that is none (docs/decisions/0087, 0117).
# A clause has lost what stood around it, and a few words are a heading, a symptom, a name: with so little to
# go by, points have to speak for a statement.
ENOUGH, ENOUGH_OF_A_CLAUSE, ENOUGH_OF_A_FEW, A_FEW = -2.0, 3.0, 2.5, 4
# Points add up with words, but not as fast as words do: neighbours say the same thing twice.
GROWTH = 0.75
MOST_WORDS_SHOWN = 4


@dataclass(frozen=True)
class Statement:
    """Sentence that says what a treatment does, and the words that say so."""

    sentence: str
    words: tuple[str, ...]


def statement_in(sentence: str, code: str = "") -> Statement | None:
    """Return the statement that one sentence is; None where it says nothing about a treatment's effect.

    ``code`` is the language, ``en`` or ``es``; without it the sentence itself tells.
    """
    codes = (code,) if code else languages_of(sentence)
    for spelling in spellings(sentence):
        if any(_is_of_others(spelling, each) for each in codes):
            continue
        words = [word for each in codes for word in _sure_words(spelling, each)]
        if words := words or [*_words_of_points(spelling, codes[0])]:
            return Statement(sentence, tuple(dict.fromkeys(words)))
    return None


def _is_of_others(folded: str, code: str) -> bool:
    """Return whether a sentence names or describes alone, or tells what something else does."""
    tokens = tokens_of(folded, code)
    meant = meanings(tokens, code)
    if is_a_name(meant) or is_a_description(meant) or changes_by_itself(tokens, meant, code):
        return True
    acting = with_spared_complaints(meant)
    return another_acts(acting) or unknown_acts(tokens, acting, code)


def _sure_words(folded: str, code: str) -> Iterator[str]:
    return language(code).phrases.found_in(tokens_of(folded, code))


def _words_of_points(folded: str, code: str) -> Iterator[str]:
    """Yield the words with most points of the sentence, or of the first clause, that has enough of them.

    Clauses are judged by themselves too: words about parking do not make up for a promise beside them.
    """
    known, enough = points_of(code), ENOUGH
    for tokens in judged_parts(folded, code):
        points = known.of(features(tokens, meanings(tokens, code)))
        stems = {stem for _word, stem in tokens.pairs}
        # Of names and words of other languages nothing is known, for or against.
        is_known = 2 * len(stems & points.keys()) > len(stems)
        least = max(enough, ENOUGH_OF_A_FEW) if len(stems) <= A_FEW else enough
        if is_known and sum(points.values()) >= least * len(stems) ** GROWTH:
            yield from _strongest(tokens, points)
            return
        enough = ENOUGH_OF_A_CLAUSE


def _strongest(tokens: Tokens, points: dict[str, float]) -> list[str]:
    """Return the words with most points of their own, in the order of the sentence; the first without any."""
    ranked = sorted(tokens.pairs, key=lambda pair: -points.get(pair[1], 0.0))[:MOST_WORDS_SHOWN]
    strong = [pair for pair in ranked if points.get(pair[1], 0.0) > 0] or ranked[:1]
    return [word for word, stem in tokens.pairs if (word, stem) in strong]
