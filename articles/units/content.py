"""Units of a page's version, read from what is stored of it: no query, no block value, no template.

A sentence is one unit wherever it stands. A value that is no text (a claim's certainty, a picture, the
author) is one unit with the other short values that stand beside it in its block, as they mean something
together. What stands in a list or in a long text below them counts once more with them: a sign moved from one
care card to another, or the answer to another question, is something new.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import CharField, Field, Model, TextField

from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField

from clinic.pages.publish_gate import content_fields

from .parts import Part, of_block
from .unit import Fact, Unit, digest

# Fields that only full reviews set.
SET_BY_REVIEWS = {"clinical_reviewer", "last_reviewed", "next_review_due"}
# Whether and when a page went live is nobody's text.
NOT_WRITTEN = {*SET_BY_REVIEWS, "last_published_at", "live"}


def units_of(model: type[Model], content: Mapping[str, Any]) -> list[Unit]:
    """Return the units of a version in the order in which its fields hold them, each key once."""
    found: dict[str, Unit] = {}
    for field in content_fields(model):
        if field.name not in NOT_WRITTEN and not field.primary_key:
            for unit in _of_field(field, content.get(field.name)):
                found.setdefault(unit.key, unit)
    return list(found.values())


def keys_of(model: type[Model], content: Mapping[str, Any]) -> set[str]:
    """Return the keys of a version's units."""
    return {unit.key for unit in units_of(model, content)}


def _of_field(field: Field, value: Any) -> Iterator[Unit]:
    if value in (None, "", [], False):
        return
    if isinstance(field, StreamField):
        yield from _of_stream(field.name, field.stream_block, value)
    elif isinstance(field, RichTextField):
        yield from Part(field.name).rich_text(str(value))
    elif isinstance(field, CharField | TextField) and not field.choices:
        yield from Part(field.name).sentences(str(value))
    else:
        fact = Fact(field.verbose_name, field, value)
        yield Unit(digest("field", field.name, value), field.name, facts=(fact,))


def _of_stream(name: str, stream: StreamBlock, value: Any) -> Iterator[Unit]:
    children = json.loads(value) if isinstance(value, str) else value
    for place, child in enumerate(children):
        part = Part(name, place, child.get("id") or "", child["type"])
        block = stream.child_blocks.get(child["type"])
        yield from of_block(part, block, child["value"])
