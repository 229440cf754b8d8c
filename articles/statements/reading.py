"""Texts of a page or a record as its readers see them, each with the field and the part in which it stands.

Without tags, with straight apostrophes, without invisible characters; every paragraph on a line of its own.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage

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
