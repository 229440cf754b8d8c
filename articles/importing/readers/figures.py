"""Pictures in HTML: where each lies, and what it says of itself."""

import re
from typing import Any

from articles.importing.document import Notes

from .inline import clean_text

# A picture of one or two pixels counts visitors.
_SMALLEST = 2


def picture_of(node: Any, notes: Notes) -> tuple[str, str] | None:
    """Return address and alternative text of an ``img``; None for what is no picture to keep."""
    attributes = node.attributes
    address = (attributes.get("data-src") or attributes.get("src") or "").strip()
    sizes = [attributes.get(name) or "" for name in ("width", "height")]
    if any(re.fullmatch(r"[0-9]{1,4}", size) and int(size) <= _SMALLEST for size in sizes):
        notes.add("tracker")
        return None
    if not address:
        notes.add("lost_picture", clean_text(attributes.get("alt") or "", notes).strip())
        return None
    return address, clean_text(attributes.get("alt") or "", notes).strip()
