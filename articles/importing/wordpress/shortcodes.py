"""Shortcodes of WordPress: captions and galleries become HTML; others go, and what they hold stays."""

import re
from collections.abc import Callable
from html import escape

from articles.importing.document import Notes

# Each looks no further than the next that begins, so that a text of nothing but beginnings is read once.
_CAPTION = re.compile(r"\[caption\b[^\[\]]*\]((?:(?!\[caption\b).)*?)\[/caption\]", re.DOTALL | re.IGNORECASE)
_GALLERY = re.compile(r"\[gallery\b([^\[\]]*)\]", re.IGNORECASE)
_EMBED = re.compile(
    r"\[(embed|video|audio|playlist)\b[^\[\]]*\](?:(?:(?!\[(?:embed|video|audio|playlist)\b).)*?\[/\1\])?",
    re.DOTALL | re.IGNORECASE,
)
# An opening with attributes or an underscore, or a closing: "[sic]" and "[1]" are neither.
_OTHER = re.compile(
    r"\[/(?P<closed>[a-z][\w-]{1,60})\]|\[(?P<opened>[a-z][\w-]{1,60})(?P<attributes>\s+[\w-]+=[^\[\]]*)?\s*/?\]",
    re.IGNORECASE,
)
_IDS = re.compile(r"\bids\s*=\s*[\"']?([\d,\s]+)")
_IMAGE = re.compile(r"(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?", re.IGNORECASE)
_BLOCK = re.compile(r"<!--\s*+/?wp:(?P<name>[\w/-]++)(?:(?!<!--).)*?-->", re.DOTALL)
# Blocks that show something which stands elsewhere.
_ELSEWHERE = {"block", "template-part", "latest-posts", "query", "search", "shortcode", "calendar"}


def without_shortcodes(content: str, notes: Notes, address_of: Callable[[str], str]) -> str:
    """Return the content as HTML; ``address_of`` tells where the picture with a number lies."""
    content = _CAPTION.sub(_figure, content)
    content = _GALLERY.sub(lambda found: _gallery(found.group(1), address_of), content)
    if _EMBED.search(content):
        notes.add("media", times=len(_EMBED.findall(content)))
        content = _EMBED.sub("", content)
    closed = {found["closed"].lower() for found in _OTHER.finditer(content) if found["closed"]}
    return _OTHER.sub(lambda found: _other(found, closed, notes), content)


def note_blocks(content: str, notes: Notes) -> bool:
    """Return whether the content is made of blocks; note those that show what stands elsewhere."""
    has_blocks = False
    for found in _BLOCK.finditer(content):
        has_blocks = True
        name = found["name"]
        if name in _ELSEWHERE and not found.group().startswith("<!-- /"):
            notes.add("shortcode", name)
    return has_blocks


def _figure(found: re.Match[str]) -> str:
    image = _IMAGE.search(found.group(1))
    if image is None:
        return found.group(1)
    words = _IMAGE.sub("", found.group(1), count=1).strip()
    return f"\n\n<figure>{image.group()}<figcaption>{words}</figcaption></figure>\n\n"


def _gallery(attributes: str, address_of: Callable[[str], str]) -> str:
    ids = _IDS.search(attributes)
    numbers = re.findall(r"\d+", ids.group(1)) if ids else []
    addresses = [address_of(number) or f"attachment {number}" for number in numbers]
    return "".join(f'\n\n<img src="{escape(address)}">\n\n' for address in addresses)


def _other(found: re.Match[str], closed: set[str], notes: Notes) -> str:
    name = (found["closed"] or found["opened"]).lower()
    is_code = found["closed"] or found["attributes"] or name in closed or "_" in name
    if not is_code:
        return found.group()
    if found["opened"]:
        notes.add("shortcode", name)
    return ""
