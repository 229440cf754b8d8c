"""Claim lint: finds words that promise too much in every text of a page, in any block.

It compares what a reader sees: without tags, with straight apostrophes, without invisible characters; then
what a reader takes it for, however it is spelled (articles/statements/folding.py).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from articles.models.lint import AllowedSentence, LintTerm
from articles.statements.folding import fold, spellings

STREAMS = ("hero", "body")
# Fields of a page; other models name theirs in ``printed_fields``.
FIELDS = (
    "title", "seo_title", "search_description", "summary", "also_known_as", "headline", "introduction",
    "what_it_is", "how_long", "what_helps", "verdict", "emergency_if",
)  # fmt: skip
# Tags at which a sentence ends; every other tag stands within a sentence.
_BREAKS = re.compile(r"</?(?:p|li|ul|ol|h\d|div|br|hr|t[dhr]|table|blockquote)\b[^>]*>", re.IGNORECASE)
_TAGS = re.compile(r"</?[a-z][^>]*>|<!--.*?-->", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_PLAIN = str.maketrans("\u2018\u2019\u02bc\u2032\u201c\u201d\u2010\u2011\u2012\u2013\u2014", "''''\"\"-----")
_BRACKETED = re.compile("<([^<>]+)")
_SPECIAL = re.compile(r"([.+?^${}()|\[\]\\/])")
_SENTENCE_BEFORE = re.compile(r"(?:^|\n|[.!?:\u2026][\"')]*\s)\s*\Z")
_SENTENCE_AFTER = re.compile(r"\s*(?:\n|\Z)")
PYTHON_LETTER, BROWSER_LETTER = r"\w", r"[\p{L}\p{N}_]"


@dataclass(frozen=True)
class Text:
    """Piece of text with the field, and the part of the field, in which it stands."""

    field: str
    label: str
    words: str
    place: int | None = None
    block_id: str = ""

    @property
    def where(self) -> str:
        """Name of the field, or the number and the kind of the part."""
        return self.label if self.place is None else part_name(self.place, self.label)


@dataclass(frozen=True)
class Hit:
    """Word of the list, as it was written, in one text."""

    text: Text
    wording: str
    advice: str


def part_name(place: int, label: Any) -> str:
    """Return what editors see of a part: its number from the top, and its kind."""
    return _("Part %(number)d (%(label)s)") % {"number": place + 1, "label": label}


def normalize(text: str) -> str:
    """Return the text as a reader sees it, each paragraph on a line of its own."""
    text = _BREAKS.sub("\n", re.sub(r"\s+", " ", text))
    text = _plain(unescape(_TAGS.sub("", text)))
    return re.sub(r" *\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()


def _plain(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_PLAIN)


def readings(text: str) -> list[str]:
    """Return what ``text`` says as markup and, each on a line, what stands between angle brackets.

    A title is no markup: a reader sees its brackets with what is in them. In markup, it is addresses,
    alternatives and comments that stand there.
    """
    bracketed = "\n".join(_BRACKETED.findall(unescape(text)))
    return [normalize(text), *([_plain(bracketed)] if bracketed else [])]


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


def hits(page: Any) -> list[Hit]:
    """Return every word of the list in the page, except within sentences that the page allows."""
    terms = [term for term in LintTerm.objects.filter(is_active=True) if term.pattern.strip(" *")]
    allowed = allowed_sentences(page)
    return [
        Hit(text, wording, term.advice)
        for text in texts(page)
        for term, wording in _in_any_reading(text.words, terms, allowed)
    ]


def allowed_sentences(page: Any) -> list[str]:
    """Return the sentences that have a reason and a name; those without either allow nothing."""
    if hasattr(page, "lint_exceptions"):
        values = [child.value for child in page.lint_exceptions]
        return [normalize(value["sentence"]) for value in values if is_complete(value)]
    if not isinstance(page, Page) or page.pk is None:
        return []
    sentences = AllowedSentence.objects.filter(page_id=page.pk).values_list("sentence", flat=True)
    return [normalize(sentence) for sentence in sentences]


def is_complete(value: Any) -> bool:
    """Return whether an exception has its sentence, its reason and its name."""
    return all((value.get(key) or "").strip() for key in ("sentence", "reason", "allowed_by"))


def _in_any_reading(text: str, terms: list[LintTerm], allowed: list[str]) -> Iterator[tuple[LintTerm, str]]:
    """Yield each wording once: as it stands where it can be read so, else as it is taken for."""
    seen: set[str] = set()
    for reading in readings(text):
        for is_folded, spelling in [(False, reading), *((True, each) for each in spellings(reading))]:
            if is_folded and spelling == reading.lower():
                continue
            sentences = [fold(sentence) for sentence in allowed] if is_folded else allowed
            for term, wording in _matches(spelling, terms, sentences, is_folded=is_folded):
                if fold(wording) not in seen:
                    seen.add(fold(wording))
                    yield term, wording


def _matches(
    words: str, terms: Iterable[LintTerm], allowed: list[str], *, is_folded: bool
) -> Iterator[tuple[LintTerm, str]]:
    """Yield the longest of terms that overlap."""
    matches = [
        (match, term)
        for term in terms
        for match in _compiled(fold(term.pattern) if is_folded else term.pattern).finditer(words)
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


def streams_of(instance: Any) -> list[str]:
    """Return the names of the streams that visitors see."""
    return [name for name in STREAMS if isinstance(getattr(instance, name, None), StreamValue)]


def texts(instance: Any) -> Iterator[Text]:
    """Yield every text with its place: fields first, then the parts of the streams."""
    for name in getattr(instance, "printed_fields", FIELDS):
        if hasattr(instance, name):
            label = capfirst(str(instance._meta.get_field(name).verbose_name))
            yield Text(name, label, getattr(instance, name) or "")
    for name in streams_of(instance):
        stream = getattr(instance, name)
        for place, (child, raw) in enumerate(zip(stream, stream.get_prep_value(), strict=True)):
            words = [*_strings(raw["value"]), *_texts_of_records(child.value)]
            for text in words:
                yield Text(name, str(child.block.label), text, place, child.id or "")


def _strings(raw: Any) -> Iterator[str]:
    """Yield every text below a stored value, in any block; keys and identifiers are not text."""
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict):
        is_item = {"type", "value"} <= raw.keys() <= {"type", "value", "id"}
        for value in [raw["value"]] if is_item else raw.values():
            yield from _strings(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from _strings(value)


def nodes(value: Any) -> Iterator[Any]:
    """Yield the value of a block and of every block within it."""
    yield value
    if isinstance(value, StreamValue):
        value = [child.value for child in value]
    elif isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | ListValue):
        for inner in value:
            yield from nodes(inner)


def _texts_of_records(value: Any) -> Iterator[str]:
    """Yield the texts that readers see of pictures and notices that the value refers to."""
    for node in nodes(value):
        if isinstance(node, AbstractImage):
            yield node.description
        elif isinstance(node, Model) and hasattr(node, "printed_texts"):
            yield from node.printed_texts
