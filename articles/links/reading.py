"""Links that stand in the published content of a page, each with the part in which it stands."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings

from wagtail.blocks import ListBlock, PageChooserBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from selectolax.lexbor import LexborHTMLParser

from clinic.typed.keys import key_in

_TEXT_WITH_LINK = re.compile(r"<a\s", re.IGNORECASE)


class Link(NamedTuple):
    """Link as it is stored: to a page by its key, or to an address."""

    field: str
    part: str
    address: str = ""
    page_id: int | None = None


def links_of(page: Page) -> Iterator[Link]:
    """Yield every link in the content of ``page``, a specific page; each once for each part."""
    found: dict[Link, None] = {}
    for field in page._meta.concrete_fields:
        value = field.value_from_object(page)
        if isinstance(field, StreamField):
            parts = [(child["id"] or "", child) for child in value.get_prep_value()]
            found |= dict.fromkeys(
                Link(field.name, path.partition(".")[0], page_id=int(key))
                for model, key, _model_path, path in field.extract_references(value)
                if issubclass(model, Page)
            )
            found |= dict.fromkeys(
                Link(field.name, child["id"] or "", page_id=key)
                for child in value.raw_data
                for key in _chosen(field.stream_block.child_blocks.get(child["type"]), child["value"])
            )
        elif isinstance(field, RichTextField):
            parts = [("", value or "")]
        else:
            continue
        for part, stored in parts:
            for text in _strings(stored):
                found |= dict.fromkeys(_links_in(text, field.name, part))
    yield from found


def _chosen(block: Any, stored: Any) -> Iterator[int]:
    """Yield the keys of the pages that choosers hold, also of deleted ones; 0 where one must hold one."""
    if isinstance(block, PageChooserBlock):
        if stored or block.required:
            yield int(stored or 0)
    elif isinstance(block, StructBlock) and isinstance(stored, dict):
        for name, child in block.child_blocks.items():
            yield from _chosen(child, stored.get(name))
    elif isinstance(block, ListBlock | StreamBlock):
        for item in stored or ():
            is_item = isinstance(item, dict) and {"type", "value"} <= item.keys()
            child = (
                block.child_block if isinstance(block, ListBlock) else block.child_blocks.get(item["type"])
            )
            yield from _chosen(child, item["value"] if is_item else item)


def _links_in(text: str, field: str, part: str) -> Iterator[Link]:
    if not _TEXT_WITH_LINK.search(text):
        return
    for anchor in LexborHTMLParser(text).css("a"):
        attributes = anchor.attributes
        number = key_in(attributes.get("id") or "") if attributes.get("linktype") == "page" else None
        if number is not None:
            yield Link(field, part, page_id=number)
        elif address := (attributes.get("href") or "").strip():
            yield Link(field, part, _within(address))


def _within(address: str) -> str:
    """Return the address without this site's own beginning."""
    own = settings.SITE_URL.rstrip("/")
    return address.removeprefix(own) or "/" if address.startswith((f"{own}/", own + "#")) else address


def _strings(stored: Any) -> Iterator[str]:
    if isinstance(stored, str):
        yield stored
    elif isinstance(stored, dict | list):
        for value in stored.values() if isinstance(stored, dict) else stored:
            yield from _strings(value)
