"""Phrases of the word lists, and where they stand in a sentence.

A phrase is written as words with spaces between them. Each word stands for all its endings, "=word" for this
very form; "a|b" is either word; "{body}" any entry of the list of that name; ".." up to four words that may
stand between; "^" the beginning of the sentence. Endings are those that the language's stemmer takes away.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .folding import fold

GAP, LONGEST_GAP, START = "..", 4, "^"
# Percent and currency signs are words too; hyphens and apostrophes stand within words.
_TOKEN = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*|[%$€]")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")

Stem = Callable[[str], str]


class Span(NamedTuple):
    """Part of a sentence: its first token, and the one behind its last."""

    start: int
    end: int


@dataclass(frozen=True)
class Element:
    """Place of a phrase: the stems, very forms and lists that may stand there; none of them in a gap."""

    stems: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    is_gap: bool = False


class Phrase(NamedTuple):
    """Places of a phrase in their order, and whether it stands at the beginning of a sentence alone."""

    elements: Sequence[Element]
    begins: bool


@dataclass
class Tokens:
    """Words of a sentence, their stems, and where entries of the lists stand: where each begins and ends."""

    words: list[str]
    stems: list[str]
    listed: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, folded: str, stem: Stem) -> "Tokens":
        """The tokens of one sentence, which is folded already."""
        words = _TOKEN.findall(folded)
        return cls(words, [stem(word) for word in words])

    def text(self, span: Span) -> str:
        """The words of a part, as they are compared."""
        return " ".join(self.words[span.start : span.end])


class Phrases:
    """Phrases that are looked for together, each found by the first word it can begin with."""

    def __init__(self, entries: Sequence[str], stem: Stem) -> None:
        self._by_stem: dict[str, list[Phrase]] = defaultdict(list)
        self._by_form: dict[str, list[Phrase]] = defaultdict(list)
        self._by_list: dict[str, list[Phrase]] = defaultdict(list)
        for entry in entries:
            phrase = _phrase(entry, stem)
            first = phrase.elements[0]
            for names, phrases in (
                (first.stems, self._by_stem),
                (first.forms, self._by_form),
                (first.lists, self._by_list),
            ):
                for name in names:
                    phrases[name].append(phrase)

    def spans(self, tokens: Tokens) -> Iterator[Span]:
        """Yield where phrases stand, from left to right; of those that begin at one word, the longest."""
        for start in range(len(tokens.words)):
            ends = [
                end for phrase in self._at(tokens, start) for end in _ends(phrase.elements, tokens, start)
            ]
            if ends:
                yield Span(start, max(ends))

    def _at(self, tokens: Tokens, start: int) -> Iterator[Phrase]:
        """Yield the phrases that may begin at a word."""
        candidates = [
            *self._by_stem.get(tokens.stems[start], ()),
            *self._by_form.get(tokens.words[start], ()),
            *(
                phrase
                for name, phrases in self._by_list.items()
                if start in tokens.listed[name]
                for phrase in phrases
            ),
        ]
        return (phrase for phrase in candidates if start == 0 or not phrase.begins)


def mark(tokens: Tokens, lists: Mapping[str, Phrases]) -> None:
    """Write down in ``tokens`` where the longest entries of each list stand; figures stand in ``number``."""
    for place, word in enumerate(tokens.words):
        if _DIGITS.fullmatch(word):
            tokens.listed["number"][place] = place + 1
    for name, phrases in lists.items():
        tokens.listed[name].update({span.start: span.end for span in phrases.spans(tokens)})


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
    words = [word if word[0] == "{" else fold(word) for word in part.split("|")]
    return Element(
        frozenset(stem(word) for word in words if word[0] not in "={"),
        frozenset(word[1:] for word in words if word[0] == "="),
        frozenset(word[1:-1] for word in words if word[0] == "{"),
    )


def _ends(elements: Sequence[Element], tokens: Tokens, start: int) -> Iterator[int]:
    """Yield each place at which the elements may end when the first of them stands at ``start``."""
    if not elements:
        yield start
        return
    first, rest = elements[0], elements[1:]
    for place in _ends_of(first, tokens, start):
        yield from _ends(rest, tokens, place)


def _ends_of(element: Element, tokens: Tokens, start: int) -> Iterator[int]:
    if element.is_gap:
        yield from range(start, min(start + LONGEST_GAP, len(tokens.words)) + 1)
    elif start < len(tokens.words):
        if tokens.stems[start] in element.stems or tokens.words[start] in element.forms:
            yield start + 1
        for name in element.lists:
            if end := tokens.listed[name].get(start):
                yield end
