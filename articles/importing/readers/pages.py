"""Reader of web pages saved as HTML: their own title, author, date and address beside the text."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from selectolax.lexbor import LexborHTMLParser

from articles.importing.document import Document

from .inline import clean_text
from .markup import read_markup

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_DATA = re.compile(r"data:image/[\w.+-]+(?P<base64>;base64)?,(?P<data>.*)", re.DOTALL | re.IGNORECASE)
# Field of the document, and where pages say it; the first that says something holds.
_SAID = {
    "author": ("meta[name=author]", "meta[property='article:author']"),
    "date": ("meta[property='article:published_time']", "meta[name=date]"),
    "summary": ("meta[name=description]", "meta[property='og:description']"),
    "old_address": ("link[rel=canonical]", "meta[property='og:url']"),
}


def decoded_page(content: bytes) -> str | None:
    """Return HTML in the encoding that it names, or None where it names none that is known."""
    if found := _CHARSET.search(content[:2048]):
        try:
            return content.decode(found.group(1).decode("ascii"), errors="replace")
        except LookupError:
            return None
    return None


def read_page(html: str, document: Document, title: str = "") -> Document:
    """Read a page into ``document``."""
    tree = LexborHTMLParser(html)
    for name, places in _SAID.items():
        found = filter(None, (tree.css_first(place) for place in places))
        values = (node.attributes.get("content") or node.attributes.get("href") or "" for node in found)
        setattr(document, name, clean_text(next(values, ""), document.notes).strip()[:500])
    document.date = document.date[:10]
    named = tree.css_first("title")
    own_title = clean_text(named.text(), document.notes).strip() if named is not None else ""
    elsewhere = document.picture
    document.picture = lambda address: _picture(address, elsewhere)
    return read_markup(html, document, title=own_title or title)


def _picture(address: str, elsewhere: Callable[[str], bytes | None]) -> bytes | None:
    """Return a picture that stands in the page itself, or what is found elsewhere."""
    found = _DATA.fullmatch(address)
    if found is None:
        return elsewhere(address)
    try:
        return b64decode(found["data"]) if found["base64"] else unquote_to_bytes(found["data"])
    except (Error, ValueError):
        return None
