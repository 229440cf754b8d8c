"""Text in which somebody wrote a phone number: tidied, and taken apart into numbers and an extension.

People write labels, hours and second numbers beside a number, and phones add prefixes and invisible marks.
"""

import re
import unicodedata
from dataclasses import dataclass

# Fewer digits, such as the hours in "949-555-0123 after 5", are no number.
SHORTEST_NUMBER = 7

_NO_LETTER_BEFORE = r"(?<![^\W\d_])"
_NO_DIGIT_AFTER = r"#?(?!\W*\d)"
_EXTENSIONS = (
    # "ext. 619", "x619", "#619", ";ext=619", and the words of other languages.
    re.compile(
        rf"{_NO_LETTER_BEFORE}(?:extensi[oó]n|ext|extn|xtn?|x|int|interno|anexo|ramal|poste|доб|durchwahl|#|~)"
        rf"[\s.:=#-]*(\d{{1,7}}){_NO_DIGIT_AFTER}"
    ),
    # Pauses as phones keep them: "9495550123,,619", "9495550123p619". Four digits after a single mark are
    # rather the end of another number.
    re.compile(rf"(?<=\d{{4}})(?:,,+|[pw]|,(?!\d{{4}}\b)|;(?!\d{{4}}\b))(\d{{1,7}}){_NO_DIGIT_AFTER}"),
)
# A word that joins two numbers: "949-555-0123 or 0199".
_ANOTHER = re.compile(
    rf"{_NO_LETTER_BEFORE}(?:or|and|alt|o|y|ou|et|oder|und|或|和|または|или|и)(?![^\W\d_])[\W_]*\d[\d\W]*\d\d"
)
# An hour, as in "949-555-0123 9am-5pm" and "(8-5)", "2nd shift", and the digit of a label such as "home2".
_BESIDES = re.compile(
    r"(?<!\d)\d{1,2}(?::\d\d|\s*[ap]\.?\s?m\b|\s*(?:h|hrs?|uhr)\b|(?:st|nd|rd|th)\b)"
    r"|\(\s*\d{1,2}\s*[-–]\s*\d{1,2}\s*\)|(?<=[^\W\d_])\d(?=[\s:.)])"
)
_WORDS = re.compile(r"(?:[^\W\d_]|:)+")
_SEPARATORS = re.compile(r"[/,;|&\\]|\s-+\s|\s{2,}")


@dataclass(frozen=True)
class Piece:
    """Part of a text that may be a number: its ``digits``, and whether they follow a plus."""

    text: str
    digits: str
    has_plus: bool

    @property
    def parts(self) -> list["Piece"]:
        """Parts between marks that separate numbers, as in "949-555-0123 / 0199"."""
        return [piece for text in _SEPARATORS.split(self.text) if (piece := _piece(text)).digits]

    @property
    def is_grouped_as_here(self) -> bool:
        """True for three, three and four digits with marks between them."""
        return bool(re.match(r"\D*(?:1\D+)?\d{3}\D+\d{3}\D+\d{4}", self.text))


@dataclass(frozen=True)
class PhoneText:
    """Numbers in a text, the extension behind the number, and whether a second one is hinted at."""

    numbers: list[Piece]
    extension: str
    names_another: bool


def tidy(text: str) -> str:
    """Return the text with plain digits and letters, without marks that nobody sees or that sit on others."""
    plain = "".join(_plain(c) for c in unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFC", plain).casefold().strip()


def take_apart(text: str) -> PhoneText:
    """Return what the ``text`` says."""
    rest, extension = tidy(text).replace("%2b", "+").replace("wa.me/", "+"), ""
    for pattern in _EXTENSIONS:
        if found := pattern.search(rest):
            extension = found[1]
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
            break
    rest = _BESIDES.sub(" ", rest)
    # A plus begins a number. What stands before it, as the first code of "+1+1 949 555 0123", is none.
    pieces = [_piece(one) for words in _WORDS.split(rest) for one in re.split(r"(?=\+)", words)]
    numbers = [one for one in pieces if len(one.digits) >= SHORTEST_NUMBER]
    return PhoneText(numbers, extension, bool(_ANOTHER.search(rest)))


def digits_of(text: str) -> str:
    """Return the plain digits in ``text``; those of other scripts are left out."""
    return re.sub("[^0-9]", "", text)


def _plain(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    # Invisible marks, variation selectors, and the frame of a key on emoji keypads.
    return "" if unicodedata.category(character) in ("Cf", "Mn", "Me") else character


def _piece(text: str) -> Piece:
    return Piece(text, re.sub(r"\D", "", text), has_plus=text.strip(" ([").startswith("+"))
