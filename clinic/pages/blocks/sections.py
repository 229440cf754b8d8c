"""Sections of a page: gives each part that opens with a heading a unique anchor."""

from collections.abc import Iterable
from itertools import count
from typing import Any, NamedTuple

from django.utils.text import slugify


class SectionHeading(str):
    """Value of a heading, with its anchor."""

    anchor = ""


class Section(NamedTuple):
    """Part of a page that opens with a heading."""

    block_type: str
    anchor: str
    text: str


def anchor_for(heading: str) -> str:
    """Return the anchor of a heading in any script; a prefix keeps it apart from the page's own anchors."""
    return f"section-{slugify(heading, allow_unicode=True)}"


def name_sections(stream: Iterable[Any]) -> list[Section]:
    """Set the anchors of a stream's headings, and return the parts that open with one."""
    sections: list[Section] = []
    taken: set[str] = set()
    for child in stream:
        text = _heading_of(child.value)
        if not text:
            continue
        wanted = anchor_for(text)
        numbered = (f"{wanted}-{number}" for number in count(2))
        anchor = wanted if wanted not in taken else next(name for name in numbered if name not in taken)
        taken.add(anchor)
        if isinstance(child.value, str):
            child.value = SectionHeading(child.value)
        child.value.anchor = anchor
        sections.append(Section(child.block_type, anchor, text))
    return sections


def _heading_of(value: Any) -> str:
    if isinstance(value, str):
        return str(value)
    return (value.get("heading") or "") if isinstance(value, dict) and "level" not in value else ""
