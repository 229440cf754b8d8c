"""Gives each part of a page that opens with a heading an anchor that no other part of the page has."""

from collections.abc import Iterable
from itertools import count
from typing import Any, NamedTuple

from django.utils.text import slugify


class SectionHeading(str):
    """A heading that knows its anchor."""

    anchor = ""


class Section(NamedTuple):
    """A part of a page that opens with a heading."""

    block_type: str
    anchor: str
    text: str


def anchor_for(heading: str) -> str:
    """The anchor of a heading in any script; the prefix keeps it apart from the page's own anchors."""
    return f"section-{slugify(heading, allow_unicode=True)}"


def name_sections(stream: Iterable[Any]) -> list[Section]:
    """The parts of a stream that open with a heading; their values know their anchors from then on."""
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
