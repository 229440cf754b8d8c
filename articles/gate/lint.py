"""Claim lint: finds words that promise too much in every text of a page, in any block.

It compares what a reader sees: without tags, with straight apostrophes, without invisible characters; then
what a reader takes it for, however it is spelled (articles/statements/folding.py).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from wagtail.models import Page

from articles.models import AllowedSentence, LintTerm
from articles.rules.exceptions import asked_for, confirmed_keys
from articles.statements.folding import fold, spellings
from articles.statements.reading import Text, normalize, readings, texts

_SPECIAL = re.compile(r"([.+?^${}()|\[\]\\/])")
_SENTENCE_BEFORE = re.compile(r"(?:^|\n|[.!?:\u2026][\"')]*\s)\s*\Z")
_SENTENCE_AFTER = re.compile(r"\s*(?:\n|\Z)")
_PLAIN_LETTERS = re.compile(r"[a-z]*")
PYTHON_LETTER, BROWSER_LETTER = r"\w", r"[\p{L}\p{N}_]"


@dataclass(frozen=True)
class Hit:
    """Word of the list, as it was written, in one text."""

    text: Text
    wording: str
    advice: str


def expression(pattern: str, letter: str = PYTHON_LETTER) -> str:
    """Return the regular expression of a word or phrase; ``letter`` is the reader's class of letters."""
    source = ""
    for word in normalize(pattern).split():
        if source:
            # "100 %" is also written "100%", and "FDA approved" also "FDA-approved".
            source += "[ -]+" if word[0].isalnum() else "[ -]*"
        source += _SPECIAL.sub(r"\\\1", word).replace("*", f"{letter}*")
    before = f"(?<!{letter})" if source[:1].isalnum() else ""
    after = f"(?!{letter})" if source[-1:].isalnum() else ""
    return f"{before}{source}{after}"


@lru_cache(maxsize=1000)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(expression(pattern), re.IGNORECASE)


@lru_cache(maxsize=1000)
def _compiled_folded(pattern: str) -> re.Pattern[str]:
    return _compiled(fold(pattern))


@lru_cache(maxsize=1000)
def _first_letters(pattern: str) -> str:
    """Return letters with which every wording of a word or phrase begins, folded or not."""
    return _PLAIN_LETTERS.match(pattern.strip().lower())[0]  # type: ignore[index]  # it matches nothing as well


def hits(page: Any) -> list[Hit]:
    """Return every word of the list in the page, except within sentences that the page allows."""
    return WordList.of(page).hits_in(texts(page))


class _Term(NamedTuple):
    """Word of the list, with what to write instead."""

    pattern: str
    advice: str


class WordList(NamedTuple):
    """Words that a page does not use, and the sentences of the page that may."""

    terms: tuple[_Term, ...]
    allowed: tuple[str, ...]

    @classmethod
    def of(cls, page: Any) -> "WordList":
        """Return the list as it is now."""
        rows = LintTerm.objects.filter(is_active=True).order_by("pk").values_list("pattern", "advice")
        terms = tuple(_Term(*row) for row in rows if row[0].strip(" *"))
        return cls(terms, tuple(allowed_sentences(page)))

    def hits_in(self, its_texts: Iterable[Text]) -> list[Hit]:
        """Return every word of the list in texts of the page, except within sentences that it allows."""
        return [
            Hit(text, wording, term.advice)
            for text in its_texts
            for term, wording in _in_any_reading(text.words, self.terms, self.allowed)
        ]


def allowed_sentences(page: Any) -> list[str]:
    """Return the sentences of the page that a second person has allowed."""
    if hasattr(page, "lint_exceptions"):
        confirmed = confirmed_keys(page)
        return [normalize(value["sentence"]) for key, value in asked_for(page) if key in confirmed]
    if not isinstance(page, Page) or page.pk is None:
        return []
    sentences = AllowedSentence.objects.filter(page_id=page.pk).values_list("sentence", flat=True)
    return [normalize(sentence) for sentence in sentences]


# A page is judged several times until it is public, and most of its texts stay as they are.
@lru_cache(maxsize=4096)
def _in_any_reading(
    text: str, terms: tuple[_Term, ...], allowed: tuple[str, ...]
) -> tuple[tuple[_Term, str], ...]:
    """Return each wording once: as it stands where it can be read so, else as it is taken for."""
    found: dict[str, tuple[_Term, str]] = {}
    for reading in readings(text):
        for is_folded, spelling in [(False, reading), *((True, each) for each in spellings(reading))]:
            if is_folded and spelling == reading.lower():
                continue
            sentences = [fold(sentence) for sentence in allowed] if is_folded else list(allowed)
            for term, wording in _matches(spelling, terms, sentences, is_folded=is_folded):
                found.setdefault(fold(wording), (term, wording))
    return tuple(found.values())


def _matches(
    words: str, terms: Iterable[_Term], allowed: list[str], *, is_folded: bool
) -> Iterator[tuple[_Term, str]]:
    """Yield the longest of terms that overlap."""
    small = words.lower()
    # Expressions are dear, and few words of the list stand in a text. Capitals of other alphabets are theirs.
    likely = [term for term in terms if _first_letters(term.pattern) in small] if words.isascii() else terms
    matches = [
        (match, term)
        for term in likely
        for match in (_compiled_folded if is_folded else _compiled)(term.pattern).finditer(words)
    ]
    matches.sort(key=lambda pair: (pair[0].start(), -pair[0].end()))
    end = 0
    for match, term in matches:
        if match.start() < end or _is_allowed(words, match, allowed):
            continue
        end = match.end()
        yield term, match.group()


def _is_allowed(words: str, match: re.Match[str], allowed: list[str]) -> bool:
    """Return whether an allowed sentence covers the match and is a whole sentence of the text."""
    for sentence in allowed:
        start = words.find(sentence, max(0, match.end() - len(sentence)), match.start() + len(sentence))
        if start < 0 or not _SENTENCE_BEFORE.search(words[:start]):
            continue
        rest = words[start + len(sentence) :]
        if _SENTENCE_AFTER.match(rest) or (sentence[-1] in ".!?\u2026" and rest[0].isspace()):
            return True
    return False
