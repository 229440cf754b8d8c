"""Texts of a page or a record as its readers see them, each with the field and the part in which it stands.

Every text field and every stream counts, but for those that a model names in ``unprinted_fields``: a field
that is added later is read without anybody thinking of it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Field, TextField, URLField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from .blocks import Said, said_by
from .markup import SOFT_BREAK, read_markup, tidy, words_of_address

# Fields of Wagtail's that are parts of addresses.
_ADDRESSES = frozenset({"slug", "old_path", "redirect_link", "redirect_page_route_path"})
# Fields of Wagtail's that are no text of anybody's.
_OF_WAGTAIL = frozenset({"path", "url_path", "draft_title", "file_hash"})
_INVISIBLE = dict.fromkeys(
    [
        0xAD,
        0x34F,
        0x61C,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x2060, 0x2065),
        *range(0xFE00, 0xFE10),
        0xFEFF,
    ]
)
_PLAIN = str.maketrans("\u2018\u2019\u02bc\u2032\u201c\u201d\u2010\u2011\u2012\u2013\u2014", "''''\"\"-----")


@dataclass(frozen=True)
class Text:
    """Piece of text with the field, and the part of the field, in which it stands.

    ``words`` are what is read: no markup, every paragraph on a line of its own.
    """

    field: str
    label: str
    words: str
    place: int | None = None
    block_id: str = ""
    # Address of a link, or name in the page's own; ``words`` are those in it.
    address: str = ""
    # False for what a picture or a notice says: it is answered for where it is written.
    is_own: bool = True

    @property
    def where(self) -> str:
        """Name of the field, or the number and the kind of the part."""
        return self.label if self.place is None else part_name(self.place, self.label)


def part_name(place: int, label: Any) -> str:
    """Return what editors see of a part: its number from the top, and its kind."""
    return _("Part %(number)d (%(label)s)") % {"number": place + 1, "label": label}


@lru_cache(maxsize=4096)
def normalize(words: str) -> str:
    """Return what is read with plain quotes and hyphens, without invisible characters, line by line.

    Words alone: markup is read by ``words_of`` before.
    """
    return tidy(_plain(words)).replace(SOFT_BREAK, "\n")


def words_of(markup: str) -> str:
    """Return the words that a browser shows of the markup, normalized."""
    return normalize(read_markup(markup).words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_INVISIBLE).translate(_PLAIN)


def readings(words: str) -> list[str]:
    """Return what a text can be read as: with its line breaks, without them, and as markup if it looks so."""
    found = [normalize(words)]
    if SOFT_BREAK in words:
        found.append(normalize(words.replace(SOFT_BREAK, " ")))
    if "<" in words or "&" in words:
        markup = read_markup(words)
        found.extend(normalize(each) for each in (markup.words, *markup.alternatives, *markup.unseen))
        found.extend(normalize(words_of_address(each)) for each in markup.addresses)
    return list(dict.fromkeys(each for each in found if each))


def texts(instance: Any) -> Iterator[Text]:
    """Yield every text with its place: fields first, then the parts of the streams."""
    for field in _printed(instance):
        value = getattr(instance, field.name, None)
        if isinstance(value, str) and value.strip():
            label = capfirst(str(field.verbose_name))
            yield from (
                _text(said, field.name, label) for said in _said_by_field(field, value) if any(said[:2])
            )
    for name in streams_of(instance):
        for place, child in enumerate(getattr(instance, name)):
            label, block_id = str(child.block.label), child.id or ""
            found = said_by(child.block, child.value)
            yield from (_text(said, name, label, place, block_id) for said in found if any(said[:2]))


def _text(said: Said, field: str, label: str, place: int | None = None, block_id: str = "") -> Text:
    words = words_of_address(said.address) if said.address else said.words
    return Text(field, label, words, place, block_id, address=said.address, is_own=said.is_own)


def _printed(instance: Any) -> list[Field]:
    """Return the text fields that readers see, in the order of the model."""
    named = getattr(instance, "printed_fields", None)
    if named is not None:
        return [instance._meta.get_field(name) for name in named]
    hidden = {*_OF_WAGTAIL, *getattr(instance, "unprinted_fields", ())}
    return [
        field
        for field in instance._meta.concrete_fields
        if isinstance(field, CharField | TextField) and not field.choices and field.name not in hidden
    ]


def _said_by_field(field: Field, value: str) -> Iterator[Said]:
    if isinstance(field, RichTextField):
        yield from said_by(field, RichText(value))
    elif isinstance(field, URLField) or field.name in _ADDRESSES:
        yield Said(address=value)
    else:
        yield from said_by(field, value)


def streams_of(instance: Any) -> list[str]:
    """Return the names of the streams that visitors see."""
    hidden = getattr(instance, "unprinted_fields", ())
    return [
        field.name
        for field in instance._meta.concrete_fields
        if isinstance(field, StreamField) and field.name not in hidden
    ]


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
