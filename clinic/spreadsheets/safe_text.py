"""Text that no spreadsheet reads as a formula."""

import re
import unicodedata

TRIGGERS = frozenset("=+-@−")
MARK = "'"
_QUOTES = frozenset("'\"`´‘’“”«»")
# Separators of CSV in any program: a cell may begin after each.
_SEPARATORS = re.compile(r"([,;|])")
_LINES = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LONGEST_CELL = 32_000


def safe_text(text: str) -> str:
    """Return ``text`` as one line that no spreadsheet reads as a formula, wherever it sees a cell begin.

    A part that would be a formula gets an apostrophe before it, also a phone number with its plus.
    """
    one_line = "".join(map(_writable, _LINES.sub(" ", text)))[:_LONGEST_CELL]
    return "".join(MARK + part if _is_formula(part) else part for part in _SEPARATORS.split(one_line))


def _writable(character: str) -> str:
    """Drop characters that no XLSX file may hold: control characters, surrogates and noncharacters."""
    is_noncharacter = ord(character) & 0xFFFE == 0xFFFE
    return "" if unicodedata.category(character) in {"Cc", "Cs"} or is_noncharacter else character


def _is_formula(part: str) -> bool:
    for character in part:
        if character in _QUOTES or unicodedata.category(character)[0] in "ZC":
            continue
        # Full-width and small signs are read as the plain ones.
        first = unicodedata.normalize("NFKC", character)[:1]
        return first in TRIGGERS
    return False
