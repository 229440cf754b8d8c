"""Running text of HTML: its emphasis and links as our rich text has them, and notes on all else."""

import re
import unicodedata
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from articles.importing.document import Notes, plain
from clinic.typed.text import is_unseen

# Names of nodes that selectolax gives to what is no element.
TEXT, COMMENT = "-text", "-comment"
_BLOCKS = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html img iframe li main nav ol p picture pre section summary table "
    "tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCKS.split())
# Left out with all that is in them, and named.
DROPPED = {
    "script": "script", "style": "style", "form": "form", "input": "form", "select": "form",
    "textarea": "form", "button": "form", "iframe": "frame", "embed": "frame", "object": "frame",
    "video": "media", "audio": "media", "svg": "drawing", "math": "drawing", "canvas": "drawing",
    "nav": "navigation", "footer": "navigation", "aside": "navigation", "template": "script",
    "noscript": "", "link": "", "meta": "", "title": "", "head": "", "base": "",
}  # fmt: skip
# Deeper than that nobody writes; what is in there is read as plain text.
DEEPEST = 60
_BOLD, _ITALIC = {"b", "strong"}, {"i", "em", "cite", "dfn"}
# Formatting that our rich text does not have; the words stay.
_OTHER_FORMATS = {
    "u": "underline", "ins": "underline", "sup": "superscript", "sub": "subscript", "mark": "highlight",
    "font": "fonts and colors", "code": "code", "kbd": "code", "small": "small print", "big": "large print",
}  # fmt: skip
_STRUCK = {"s", "strike", "del"}
_JOINERS = "\u200c\u200d"
REFERENCE = re.compile(r"^#_?(?:ftn|footnote|fn|ftnt|endnote|edn)[-_:]?(?:ref)?[-_:]?\w*$", re.IGNORECASE)
BACK = re.compile(r"^#_?(?:ftn|footnote|fn|ftnt|endnote|edn)[-_:]?ref[-_:]?\w*$", re.IGNORECASE)
_MARK = re.compile(r"\[\w+\]")
_NUMBER = re.compile(r"[\[(]?\s*(\d{1,3}|[ivx]{1,5}|\*{1,3})\s*[\])]?", re.IGNORECASE)


def clean_text(text: str, notes: Notes) -> str:
    """Return text without what nobody sees or what could not be read, each run of blanks as one."""
    kept = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if character == "\ufffd":
            notes.add("unreadable")
        elif character.isspace() or category in ("Zl", "Zp"):
            kept.append(" ")
        elif category not in ("Cc", "Cs") and (character in _JOINERS or not is_unseen(character)):
            kept.append(character)
    return re.sub(r" {2,}", " ", "".join(kept))


def style_of(node: Any) -> str:
    """Return the style attribute in lower case without blanks."""
    return re.sub(r"\s+", "", node.attributes.get("style") or "").lower()


def is_hidden(node: Any) -> bool:
    """Return whether a browser would not show the node; Word's own list marks count among them."""
    style = style_of(node)
    return "display:none" in style or "mso-list:ignore" in style or "hidden" in node.attributes


class InlineReader:
    """Reader of running text that notes what it leaves out."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    def text(self, text: str) -> str:
        """Return a piece of text, escaped."""
        return escape(clean_text(text, self.notes), quote=False)

    def markup(self, node: Any, depth: int = 0) -> str:
        """Return what an inline node says, with its own emphasis or link around it."""
        if node.tag == TEXT:
            return self.text(node.text_content or "")
        if node.tag == "br":
            return "<br/>"
        if node.tag == COMMENT or self.is_left_out(node):
            return ""
        if node.tag in _STRUCK:
            self.notes.add("struck", clean_text(node.text(), self.notes).strip()[:80])
            return ""
        return self.around(node, self.within(node, depth + 1))

    def within(self, node: Any, depth: int = 0) -> str:
        """Return what the children of a node say."""
        if depth > DEEPEST:
            self.notes.add("deep")
            return self.text(node.text())
        return "".join([self.markup(child, depth) for child in node.iter(include_text=True)])

    def is_left_out(self, node: Any) -> bool:
        """Return whether nothing of the node is kept, and note it."""
        if node.tag in DROPPED:
            if kind := DROPPED[node.tag]:
                self.notes.add(kind)
            return True
        if is_hidden(node):
            if "mso-list:ignore" not in style_of(node) and node.text(strip=True):
                self.notes.add("hidden")
            return True
        return False

    def around(self, node: Any, inner: str) -> str:
        """Return ``inner`` with the emphasis or link of ``node``."""
        if not inner.strip():
            return inner
        if node.tag == "a":
            return self._link(node, inner)
        style = style_of(node)
        name = _OTHER_FORMATS.get(node.tag)
        if name and not _MARK.fullmatch(inner.strip()):
            self.notes.add("format", name)
        if "line-through" in style:
            self.notes.add("struck", plain(inner)[:80])
            return ""
        # Google Docs wraps whole texts in a <b> that says it is none.
        weight = re.search(r"font-weight:(\w+)", style)
        is_bold = weight.group(1) in ("bold", "600", "700", "800", "900") if weight else node.tag in _BOLD
        slant = re.search(r"font-style:(\w+)", style)
        is_italic = slant.group(1) in ("italic", "oblique") if slant else node.tag in _ITALIC
        inner = _wrapped("i", inner) if is_italic else inner
        return _wrapped("b", inner) if is_bold else inner

    def _link(self, node: Any, inner: str) -> str:
        address = real_address(node.attributes.get("href") or "")
        words = plain(inner)
        if BACK.match(address) and (_NUMBER.fullmatch(words) or not words.isalnum()):
            return ""
        if REFERENCE.match(address) and (number := _NUMBER.fullmatch(words)):
            return f" [{number.group(1)}]"
        if not address or address.startswith("#"):
            if address:
                self.notes.add("anchor")
            return inner
        if not _leads_somewhere(address):
            self.notes.add("bad_link", address[:80])
            return inner
        if address.startswith("/"):
            self.notes.add("old_link", address)
        inner = re.sub(r"</?a\b[^>]*>", "", inner)
        return _wrapped("a", inner, f' href="{escape(address)}"')


def _wrapped(tag: str, inner: str, attributes: str = "") -> str:
    """Return ``inner`` within a tag, with the blanks at its ends outside."""
    start = inner[: len(inner) - len(inner.lstrip())]
    end = inner[len(inner.rstrip()) :]
    return f"{start}<{tag}{attributes}>{inner.strip()}</{tag}>{end}"


def real_address(address: str) -> str:
    """Return the address that a link means: Google Docs leads by way of Google."""
    address = "".join(character for character in address.strip() if character.isprintable())
    try:
        parts = urlsplit(address)
    except ValueError:
        return "invalid:"
    host = parts.hostname or ""
    if parts.path == "/url" and re.fullmatch(r"(www\.)?google\.[a-z.]{2,6}", host):
        meant = parse_qs(parts.query)
        return next(iter(meant.get("q") or meant.get("url") or [""]))
    return address


def _leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname)
    return parts.scheme in ("mailto", "tel") or (address.startswith("/") and not address.startswith("//"))
