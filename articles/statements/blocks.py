"""Texts of a block of a page: its words, its links, and the records that it shows."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Model

from wagtail.blocks import ChoiceBlock, RawHTMLBlock, StreamValue, URLBlock
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage
from wagtail.rich_text import RichText

from .markup import SOFT_BREAK, read_markup


class Said(NamedTuple):
    """Piece of what a block says: words as they are read, or the address of a link."""

    words: str = ""
    address: str = ""
    is_own: bool = True


def said_by(block: Any, value: Any) -> Iterator[Said]:
    """Yield what ``value`` says to readers; a choice says nothing of its own, its labels are the site's."""
    if isinstance(value, RichText):
        yield from _markup(value.source)
    elif isinstance(value, str):
        yield from _text(block, value)
    elif isinstance(value, Model):
        yield from _record(value)
    for inner_block, inner in _parts(block, value):
        yield from said_by(inner_block, inner)


def _parts(block: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, StreamValue):
        yield from ((child.block, child.value) for child in value)
    elif isinstance(value, dict):
        yield from ((block.child_blocks.get(name) if block else None, inner) for name, inner in value.items())
    elif isinstance(value, list | tuple | ListValue):
        yield from ((getattr(block, "child_block", None), inner) for inner in value)


def _text(block: Any, value: str) -> Iterator[Said]:
    if isinstance(block, RawHTMLBlock):
        yield from _markup(value)
    elif isinstance(block, URLBlock):
        yield Said(address=value)
    elif not isinstance(block, ChoiceBlock):
        yield Said(lines_of(value))


def lines_of(text: str) -> str:
    """Return a plain text as it is printed: an empty line parts paragraphs, the end of a line does not."""
    paragraphs = "\n".join(text.splitlines()).split("\n\n")
    return "\n".join(paragraph.strip("\n").replace("\n", SOFT_BREAK) for paragraph in paragraphs)


def _markup(markup: str) -> Iterator[Said]:
    read = read_markup(markup)
    yield Said(read.words)
    for words in (*read.alternatives, *read.unseen):
        yield Said(words)
    for address in read.addresses:
        yield Said(address=address)


def _record(record: Model) -> Iterator[Said]:
    """Yield what a picture or a notice says in this place; a picture's words for the place are its own."""
    if isinstance(record, AbstractImage):
        yield Said(getattr(record, "contextual_alt_text", None) or "")
        yield Said(record.description, is_own=False)
    for text in getattr(record, "printed_texts", ()):
        for said in _markup(text):
            yield said._replace(is_own=False)
