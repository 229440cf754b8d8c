"""Markup as a browser reads it: the words that it shows, and what stands in it beside them.

Tags are never cut out by expressions: what a parser of HTML takes for an element is one, and nothing else.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

# A line break within a paragraph: the reader reads on, and yet something new may begin.
SOFT_BREAK = "\u2028"
# Elements that browsers draw as blocks: a sentence ends where one begins and where it ends.
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
    "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table",
    "tbody", "td", "textarea", "tfoot", "th", "thead", "title", "tr", "ul",
])  # fmt: skip
_INLINE = frozenset([
    "a", "abbr", "area", "audio", "b", "base", "bdi", "bdo", "big", "br", "canvas", "cite", "code",
    "col", "colgroup", "data", "datalist", "del", "dfn", "em", "embed", "font", "head", "i", "iframe",
    "img", "input", "ins", "kbd", "label", "link", "map", "mark", "meta", "meter", "noscript", "object",
    "output", "param", "path", "picture", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script",
    "slot", "small", "source", "span", "strike", "strong", "style", "sub", "sup", "svg", "template",
    "time", "track", "tt", "u", "use", "var", "video", "wbr",
])  # fmt: skip
_DRAWINGS = frozenset([
    "circle", "defs", "ellipse", "g", "line", "marker", "mask", "polygon", "polyline", "rect", "symbol",
    "text", "tspan",
])  # fmt: skip
_KNOWN = _BLOCKS | _INLINE | _DRAWINGS | {"desc", "clippath", "lineargradient", "radialgradient", "stop"}
# Elements whose text is drawn nowhere.
_SILENT = frozenset({"script", "style", "template"})
_WORDED = ("alt", "title", "aria-label", "aria-description", "placeholder", "summary")
_ADDRESSED = ("href", "action", "formaction", "cite", "longdesc", "poster")
# An input's value is what somebody typed, or a button's words.
_BUTTONS = frozenset({"button", "submit", "reset"})
_SPACE = re.compile(r"[ \t\n\r\f]+")


class Reading(NamedTuple):
    """Content of markup: its words line by line, and the texts that stand in it beside them."""

    words: str
    # Alternatives of pictures, titles, labels: read aloud, or shown on request.
    alternatives: tuple[str, ...] = ()
    # Targets of links, as they are written.
    addresses: tuple[str, ...] = ()
    # Comments, and elements that no browser knows: only those who look at the source see them.
    unseen: tuple[str, ...] = ()


# Each check of a page reads its texts, and most of them stay as they are from one version to the next.
@lru_cache(maxsize=2048)
def read_markup(markup: str) -> Reading:
    """Return what a browser makes of the markup."""
    if "<" not in markup and "&" not in markup:
        return Reading(_SPACE.sub(" ", markup).strip())
    return read_node(LexborHTMLParser(markup).root)


def read_node(root: Any) -> Reading:
    """Return what stands in one element of a parsed document."""
    words: list[str] = []
    alternatives: list[str] = []
    addresses: list[str] = []
    unseen: list[str] = []
    for node, is_end in _walk(root):
        tag = node.tag
        if node.is_text_node:
            words.append(_SPACE.sub(" ", node.text_content or ""))
        elif node.is_comment_node:
            unseen.append(node.comment_content or "")
        elif tag in _BLOCKS:
            words.append("\n")
        elif tag == "br" and not is_end:
            words.append(SOFT_BREAK)
        if is_end or not node.is_element_node or not (attributes := node.attributes):
            continue
        alternatives.extend(attributes[name] or "" for name in _worded(tag, attributes))
        addresses.extend(attributes[name] or "" for name in _ADDRESSED if name in attributes)
        if tag not in _KNOWN:
            named = " ".join(f"{name} {value or ''}" for name, value in attributes.items())
            unseen.append(f"{tag} {named}")
    return Reading(tidy("".join(words)), *(_said(found) for found in (alternatives, addresses, unseen)))


def _said(found: list[str]) -> tuple[str, ...]:
    return tuple(each for each in (text.strip() for text in found) if each)


def _worded(tag: str, attributes: dict[str, str | None]) -> Iterator[str]:
    yield from (name for name in _WORDED if name in attributes)
    if tag == "input" and "value" in attributes and attributes.get("type") in _BUTTONS:
        yield "value"
    # Descriptions, titles and pictures' words for search engines and for those who share the page.
    kind = (attributes.get("name") or attributes.get("property") or "").lower() if tag == "meta" else ""
    if kind.endswith(("description", "title", ":alt", "keywords", "site_name", "author")):
        yield "content"


def _walk(root: Any) -> Iterator[tuple[Any, bool]]:
    """Yield each node where it begins and where it ends, however deep they are nested."""
    waiting = [(root, False)]
    while waiting:
        node, is_end = waiting.pop()
        yield node, is_end
        if is_end or not node.is_element_node or node.tag in _SILENT:
            continue
        waiting.append((node, True))
        waiting.extend((child, False) for child in reversed(list(node.iter(include_text=True))))


def tidy(words: str) -> str:
    """Return the words with single spaces, each paragraph on a line of its own, without empty lines."""
    words = re.sub(rf"[^\S\n{SOFT_BREAK}]+", " ", words)
    words = re.sub(rf" *{SOFT_BREAK} *", SOFT_BREAK, words)
    return re.sub(rf"[ {SOFT_BREAK}]*\n[\s{SOFT_BREAK}]*", "\n", words).strip()


def words_of_address(address: str) -> str:
    """Return the words in an address as somebody reads them: its path and what is asked for."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        # Malformed, such as "https://[".
        return address
    if parts.scheme in ("mailto", "tel", "sms", "geo"):
        return ""
    said = unquote(" ".join((parts.path, parts.query, parts.fragment)).replace("+", " "))
    return " ".join(re.findall(r"[^\W_]+", said))
