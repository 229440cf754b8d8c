"""Finder of statements: sentences that say what a treatment does, with the words that make them one."""

from collections.abc import Iterator
from dataclasses import dataclass

from .folding import spellings
from .language import Language, language, language_of
from .phrases import Span, Tokens

# So many words before an agent are looked at for "without", "than" and the like.
_BEFORE = 4


@dataclass(frozen=True)
class Statement:
    """Sentence that says what a treatment does, and the words that say so."""

    sentence: str
    words: tuple[str, ...]


def statement_in(sentence: str, code: str = "") -> Statement | None:
    """Return the statement that one sentence is; None where it says nothing about a treatment's effect.

    ``code`` is the language, ``en`` or ``es``; without it the sentence itself tells.
    """
    lists = language(code or language_of(sentence))
    for spelling in spellings(sentence):
        if words := _words_of_statement(lists, lists.tokens(spelling)):
            return Statement(sentence, words)
    return None


def _words_of_statement(lists: Language, tokens: Tokens) -> tuple[str, ...]:
    spans = [*lists.phrases.spans(tokens), *_with_words_around(tokens), *_effects(lists, tokens)]
    if any(lists.asides.spans(tokens)) and not _named_with_effect(tokens):
        return ()
    return tuple(dict.fromkeys(tokens.text(span) for span in sorted(spans)))


def _effects(lists: Language, tokens: Tokens) -> Iterator[Span]:
    """Words for an effect: that of a treatment, unless somebody or something else is named before them."""
    agents = list(_acting(lists, tokens))
    for start, end in tokens.listed["effects"].items():
        if tokens.listed["treatments"] or not any(agent < start for agent in agents):
            yield Span(start, end)


def _acting(lists: Language, tokens: Tokens) -> Iterator[int]:
    """Where another agent stands that is not what a treatment is compared with, or spares."""
    compared = [span.end for span in lists.not_acting.spans(tokens)]
    for start in tokens.listed["agents"]:
        if not any(0 <= start - end <= _BEFORE for end in compared):
            yield start


def _with_words_around(tokens: Tokens) -> Iterator[Span]:
    """Words that mean an effect when a treatment is named, or when one may be meant and the body is."""
    listed = tokens.listed
    others = set(listed["body"]) | set(listed["effects"])
    for start, end in listed["weak"].items():
        named = any(place not in range(start, end) for place in listed["treatments"])
        meant = any(place not in range(start, end) for place in listed["meant"])
        body = any(place not in range(start, end) for place in others)
        if body and (named or meant):
            yield Span(start, end)


def _named_with_effect(tokens: Tokens) -> bool:
    return bool(tokens.listed["treatments"] and tokens.listed["effects"])
