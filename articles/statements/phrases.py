"""Words of a sentence, and the phrases that make a statement of whatever sentence they stand in.

A phrase is written as words with spaces between them. Each word stands for all its endings, "=word" for this
very form; "a|b" is either word; ".." up to four words that may stand between; "^" the beginning of the
sentence. Endings are those that the language's stemmer takes away.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .folding import fold

GAP, LONGEST_GAP, START = "..", 4, "^"
# What stands for every figure, in phrases and in points.
NUMBER_WORD = "0"
# Percent and currency signs are words too; hyphens and apostrophes stand within words.
_TOKEN = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*|[%$€]")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")

Stem = Callable[[str], str]


@dataclass(frozen=True)
class Tokens:
    """Words of a folded sentence with their stems; a figure's stem is ``NUMBER_WORD``."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, folded: str, stem: Stem) -> "Tokens":
        """Split one sentence, or a part of one."""
        words = _TOKEN.findall(folded)
        return cls(tuple((word, NUMBER_WORD if _DIGITS.fullmatch(word) else stem(word)) for word in words))

    @cached_property
    def names(self) -> frozenset[str]:
        """All words and stems, by which is told at once that none of many phrases begins here."""
        return frozenset(name for pair in self.pairs for name in pair)

    def text(self, start: int, end: int) -> str:
        """Return the words from one place to another, as they are compared."""
        return " ".join(word for word, _stem in self.pairs[start:end])


@dataclass(frozen=True)
class Element:
    """Place of a phrase: the stems and very forms that may stand there; none of them in a gap."""

    stems: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    is_gap: bool = False


class Phrase(NamedTuple):
    """Places of a phrase in their order, and whether it stands at the beginning of a sentence alone."""

    elements: Sequence[Element]
    begins: bool


class Phrases:
    """Phrases that are looked for together, each found by the first word it can begin with."""

    def __init__(self, entries: Sequence[str], stem: Stem) -> None:
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        for entry in entries:
            phrase = _phrase(entry, stem)
            for name in phrase.elements[0].stems | phrase.elements[0].forms:
                self._by_first[name].append(phrase)

    def found_in(self, tokens: Tokens) -> Iterator[str]:
        """Yield the words of phrases, from left to right; of those that begin at one word, the longest."""
        for start, end in self.places_in(tokens):
            yield tokens.text(start, end)

    def places_in(self, tokens: Tokens) -> Iterator[tuple[int, int]]:
        """Yield the places at which phrases begin and end, as ``found_in`` yields their words."""
        if self._by_first.keys().isdisjoint(tokens.names):
            return
        for start, (word, stem) in enumerate(tokens.pairs):
            phrases = [*self._by_first.get(word, ()), *self._by_first.get(stem, ())]
            ends = [
                end
                for phrase in phrases
                if start == 0 or not phrase.begins
                for end in _ends(phrase.elements, tokens, start)
            ]
            if ends:
                yield start, max(ends)


def _phrase(entry: str, stem: Stem) -> Phrase:
    """Read an entry. Raises ValueError for one that begins with a gap."""
    parts = entry.split()
    begins = parts[0] == START
    elements = [_element(part, stem) for part in parts[begins:]]
    if elements[0].is_gap:
        raise ValueError(f"{entry!r} begins with a gap.")
    return Phrase(elements, begins)


def _element(part: str, stem: Stem) -> Element:
    if part == GAP:
        return Element(is_gap=True)
    words = [fold(word) for word in part.split("|")]
    return Element(
        frozenset(stem(word) for word in words if word[0] != "="),
        frozenset(word[1:] for word in words if word[0] == "="),
    )


def _ends(elements: Sequence[Element], tokens: Tokens, start: int) -> Iterator[int]:
    """Yield each place at which the elements may end when the first of them stands at ``start``."""
    if not elements:
        yield start
        return
    for place in _ends_of(elements[0], tokens, start):
        yield from _ends(elements[1:], tokens, place)


def _ends_of(element: Element, tokens: Tokens, start: int) -> Iterator[int]:
    if element.is_gap:
        yield from range(start, min(start + LONGEST_GAP, len(tokens.pairs)) + 1)
    elif start < len(tokens.pairs):
        word, stem = tokens.pairs[start]
        if stem in element.stems or word in element.forms:
            yield start + 1
