"""Kinds of nodes of HTML: heading, block or footnote, by the tag and by how Word and others name it."""

import re
from typing import Any

from .inline import BACK, BLOCKS
from .shape import SECTION

_HEADING_CLASS = re.compile(r"(?:^|\s)(?:mso)?heading[-_ ]?([1-9])(?:char)?(?:\s|$)", re.IGNORECASE)
_NOTE_ID = re.compile(r"^_?(?:ftn|footnote|fn|ftnt|endnote|edn)[-_:]?\d+$", re.IGNORECASE)


def heading_level(node: Any) -> int | None:
    """Return the level of a heading by its tag or the class that Word gives it; 0 for the title."""
    classes = node.attributes.get("class") or ""
    if re.search(r"(?:^|\s)(?:MsoTitle|title)(?:\s|$)", classes) and node.tag in ("p", "h1"):
        return 0
    if re.fullmatch(r"h[1-6]", node.tag):
        return int(node.tag[1])
    if node.tag not in ("p", "div"):
        return None
    found = _HEADING_CLASS.search(classes)
    if node.attributes.get("role") == "heading":
        level = node.attributes.get("aria-level") or ""
        return int(level) if re.fullmatch("[1-6]", level) else SECTION
    return int(found.group(1)) if found else None


def holds_blocks(node: Any) -> bool:
    """Return whether a node is a block, or holds one."""
    return node.tag in BLOCKS or any(each.tag in BLOCKS for each in node.css("*"))


def is_footnote(node: Any) -> bool:
    """Return whether a node is the text of a footnote, by its name or by the link back into the text."""
    if node.tag not in ("li", "div", "p"):
        return False
    if _NOTE_ID.match(node.attributes.get("id") or ""):
        return True
    first = node.css_first("a")
    back = (first.attributes.get("href") or "") if first is not None and node.tag == "p" else ""
    return bool(BACK.match(back)) and node.text(strip=True).startswith(first.text(strip=True))
