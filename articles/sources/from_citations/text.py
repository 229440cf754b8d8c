"""Plain text from what stands in citations: LaTeX, tags, entities and characters that nobody sees."""

import re
import unicodedata
from html import unescape

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerError

from clinic.typed.text import tidy

# Longer than any field of a source; what is longer still is no title.
MOST = 5_000
_TAG = re.compile(r"</?[a-z][a-z0-9:]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE)
# In a citation these stand for themselves; in LaTeX, for a comment and a column.
_BARE = re.compile(r"(?<!\\)([%&#])")
_HAS_LATEX = re.compile(r"[\\$]|``|''")
_LATEX = LatexNodes2Text(math_mode="text", strict_latex_spaces="macros")
_UNREADABLE = (LatexWalkerError, RecursionError, ValueError, IndexError, KeyError, TypeError, AttributeError)


def plain(value: object) -> str:
    """Return a text or a number as one line of plain text; anything else is empty."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = _TAG.sub("", unescape(unescape(_short(value))))
    seen = (" " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in text)
    return " ".join(tidy("".join(seen)).split())


def _short(value: str | int) -> str:
    # Python refuses to write out a number of thousands of digits.
    return value[:MOST] if isinstance(value, str) else str(value % 10**12)


def from_latex(text: str) -> str:
    """Return the plain text of a field of BibTeX; what LaTeX cannot read loses its braces and backslashes."""
    text = text[:MOST]
    if not _HAS_LATEX.search(text):
        # Most fields hold braces alone, which only keep capitals; LaTeX takes a millisecond for each.
        return plain(re.sub(r"[{}]", "", text).replace("~", " ").replace("--", "\u2013"))
    try:
        return plain(_LATEX.latex_to_text(_BARE.sub(r"\\\1", text)))
    except _UNREADABLE:
        return plain(re.sub(r"[{}\\]", "", text))
