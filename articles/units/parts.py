"""Units of one part of a stream: of texts, of groups of values, and of what stands below these."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StaticBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)

from articles.statements.keys import key_of
from articles.statements.reading import normalize, words_of
from articles.statements.sentences import sentences_in

from .unit import Fact, Unit, digest

# What rich text holds beside words: links with their addresses, and what is embedded.
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_EMBED = re.compile(r"<embed\b[^>]*>", re.IGNORECASE)
# Texts of some large articles: the editor saves a version twice a second, most of it unchanged.
REMEMBERED = 5000
Scalars = list[Fact]
Below = list[tuple[Any, Any]]


@lru_cache(maxsize=REMEMBERED)
def _keyed_sentences(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((key_of(sentence), sentence) for sentence in sentences_in(normalize(text)))


@lru_cache(maxsize=REMEMBERED)
def _words_of(markup: str) -> str:
    return words_of(markup)


@dataclass(frozen=True)
class Part:
    """Field, or part of a stream, whose units are read."""

    field: str
    place: int | None = None
    block_id: str = ""
    block_type: str = ""

    def unit(self, key: str, words: str = "", facts: tuple[Fact, ...] = ()) -> Unit:
        """Return a unit that stands in this part."""
        return Unit(key, self.field, words, facts, self.place, self.block_id, self.block_type)

    def sentences(self, text: str, head: str = "") -> Iterator[Unit]:
        """Yield each sentence, and once more together with the values that it stands below."""
        for key, sentence in _keyed_sentences(text):
            yield self.unit(key, sentence)
            if head:
                yield self.unit(digest("below", head, key), sentence)

    def rich_text(self, source: str, head: str = "") -> Iterator[Unit]:
        """Yield sentences, links and what is embedded."""
        yield from self.sentences(_words_of(source), head)
        for attributes, markup in _LINK.findall(source):
            address, words = attributes.strip(), _words_of(markup)
            facts = (Fact("", None, words), Fact("", None, address))
            yield self.unit(digest("link", head, address, key_of(words)), facts=facts)
        for tag in _EMBED.findall(source):
            yield self.unit(digest("embed", head, tag), facts=(Fact("", None, tag),))


def of_block(part: Part, block: Any, raw: Any, head: str = "") -> Iterator[Unit]:
    """Yield the units of a block's stored value; ``head`` is the key of the values that it stands below."""
    if isinstance(block, StructBlock) and isinstance(raw, dict):
        yield from _of_struct(part, block, raw, head)
    elif isinstance(block, ListBlock | StreamBlock):
        for child, value in _items(block, raw):
            yield from of_block(part, child, value, head)
    elif isinstance(block, RichTextBlock) and isinstance(raw, str):
        yield from part.rich_text(raw, head)
    elif isinstance(block, CharBlock | TextBlock) and isinstance(raw, str):
        yield from part.sentences(raw, head)
    elif raw not in (None, "") or isinstance(block, StaticBlock):
        label = block.label if block else part.block_type
        yield part.unit(digest("block", part.block_type, head, raw), facts=(Fact(label, block, raw),))


def _of_struct(part: Part, block: StructBlock, raw: dict[str, Any], head: str) -> Iterator[Unit]:
    scalars: Scalars = []
    below: Below = []
    _sort(block, raw, scalars, below)
    if scalars:
        said = [f"{fact.source.name}={_canonical(fact)}" for fact in scalars]
        head = digest("values", part.block_type, head, *said)
        yield part.unit(head, facts=tuple(scalars))
    for fact in scalars:
        if isinstance(fact.source, CharBlock):
            yield from part.sentences(str(fact.raw))
    for child, value in below:
        yield from of_block(part, child, value, head)


def _sort(block: StructBlock, raw: dict[str, Any], scalars: Scalars, below: Below) -> None:
    """Sort the values of a block, and of blocks of one value within it, into short ones and long ones."""
    for name, child in block.child_blocks.items():
        value = raw.get(name)
        if isinstance(child, StructBlock) and isinstance(value, dict):
            _sort(child, value, scalars, below)
        elif isinstance(child, ListBlock | StreamBlock | RichTextBlock | TextBlock):
            below.append((child, value or ""))
        elif value not in (None, "", [], False):
            scalars.append(Fact(child.label, child, value))


def _canonical(fact: Fact) -> str:
    return key_of(fact.raw) if isinstance(fact.source, CharBlock) else str(fact.raw)


def _items(block: Any, raw: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the block and the value of each item, stored with an id of its own or without."""
    for item in raw or []:
        is_item = isinstance(item, dict) and {"type", "value"} <= item.keys()
        child = block.child_block if isinstance(block, ListBlock) else block.child_blocks.get(item["type"])
        yield child, item["value"] if is_item else item
