"""Parts of a document as blocks of ours, in the shape in which a StreamField stores them."""

from html import escape
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from articles.importing.document import Document, Heading, ItemList, Paragraph, Picture, Quote, Table, plain
from articles.importing.readers.shape import SUBHEADING

Block = dict[str, Any]
# As ComparisonBlock and PhotoBlock have them.
MOST_COLUMNS, LONGEST_HEAD, LONGEST_NAME, LONGEST_CAPTION = 5, 40, 120, 200


def blocks_of(document: Document, pictures: dict[str, int]) -> list[Block]:
    """Return the stored form of the body; pictures without a key are left out."""
    blocks: list[Block] = []
    running: list[str] = []

    def end_text() -> None:
        if running:
            blocks.append(_block("paragraph", "".join(running)))
            running.clear()

    for part in document.parts:
        markup = _running_text(part, document)
        if markup is not None:
            running.append(markup)
            continue
        block = _own_block(part, document, pictures)
        if block is not None:
            end_text()
            blocks.append(block)
    end_text()
    return [*blocks, *_footnotes(document)]


def _running_text(part: Any, document: Document) -> str | None:
    """Return what stands in the running text; None for what is a block of its own."""
    if isinstance(part, Paragraph):
        return f"<p>{part.markup}</p>"
    if isinstance(part, ItemList):
        return part.markup
    if isinstance(part, Heading) and part.level >= SUBHEADING:
        return f"<h3>{_escaped(part.text)}</h3>"
    if isinstance(part, Table) and not _fits(part):
        document.notes.add("wide_table")
        rows = (" · ".join(filter(None, row)) for row in part.rows)
        caption = [f"<p><b>{_escaped(part.caption)}</b></p>"] if part.caption else []
        return "".join([*caption, *(f"<p>{_escaped(row)}</p>" for row in rows)])
    return None


def _own_block(part: Any, document: Document, pictures: dict[str, int]) -> Block | None:
    if isinstance(part, Heading):
        return _block("heading", part.text)
    if isinstance(part, Table):
        return _comparison(part, document)
    if isinstance(part, Quote):
        if not part.attribution:
            document.notes.add("no_speaker")
        return _block("quote", {"text": part.text, "attribution": part.attribution})
    if isinstance(part, Picture) and part.address in pictures:
        image = {"image": pictures[part.address], "alt_text": part.alt_text, "decorative": False}
        return _block("photo", {"image": image, "caption": part.caption[:LONGEST_CAPTION]})
    return None


def _fits(table: Table) -> bool:
    width = len(table.rows[0])
    heads = table.rows[0]
    return 2 <= width <= MOST_COLUMNS and len(table.rows) > 1 and all(len(h) <= LONGEST_HEAD for h in heads)


def _comparison(table: Table, document: Document) -> Block:
    head, *rows = table.rows
    if not table.caption:
        document.notes.add("table_name")
    value = {
        "caption": table.caption[:LONGEST_NAME],
        "first_column": head[0],
        "columns": _items(head[1:]),
        "rows": _items([{"name": row[0], "cells": _items(row[1:])} for row in rows]),
        "note": "",
    }
    return _block("comparison", value)


def _footnotes(document: Document) -> list[Block]:
    if not document.footnotes:
        return []
    items = "".join(f"<li>{markup}</li>" for markup in document.footnotes if plain(markup))
    return [_block("heading", _("Notes")), _block("paragraph", f"<ol>{items}</ol>")]


def _items(values: list[Any]) -> list[Block]:
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def _block(kind: str, value: Any) -> Block:
    return {"type": kind, "value": value, "id": str(uuid4())}


def _escaped(text: str) -> str:
    return escape(text, quote=False)
