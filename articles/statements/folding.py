"""Text as it is compared: what a reader takes it for, however it was written.

Letters of other alphabets that look like Latin ones, digits within words, letters with spaces between them,
marks, invisible characters and hyphens within words are ways in which a word gets past a list of words.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

# One line for each Latin letter: the letter, and the characters that Unicode's table of confusables (UTS 39)
# names for it, without those that NFKC makes Latin already.
_TABLE = Path(__file__).parent / "words" / "lookalikes.txt"
_PLAIN = str.maketrans(
    "\u2018\u2019\u02bc\u2032\u201c\u201d\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "''''\"\"-------"
)
# Characters that are drawn as nothing and are neither marks nor of the category of invisible ones.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_IN_WORDS = str.maketrans({"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
# A letter, one of these, a letter; or one of these before four letters: "pr0ven", "5uperior", never "5th".
_HIDING = frozenset("013457@$")
_WITH_DIGITS = re.compile(
    r"(?<![\w@$])(?=[\w@$]*[^\W\d_][013457@$]+[^\W\d_]|[013457@$][^\W\d_]{4})[\w@$]+(?![.@])"
)
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-\u00b7*_]){3,}[^\W\d_](?![^\W_])")
_WITHIN = re.compile(r"(?<=[^\W_])-(?=[^\W_])")
# Words of an address, such as "/needles-cure-migraine".
_ADDRESS = re.compile(r"[/#]?[^\W_]+(?:[-_/][^\W_]+){2,}/?")
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC")
_WORD = re.compile(r"[^\W\d_]+")
# TNF with an alpha, and the like.
_ABBREVIATION = re.compile(r"[A-Z]+[\u03b1-\u03c9]")


@cache
def _lookalikes() -> dict[int, str]:
    lines = _TABLE.read_text().splitlines()
    return {ord(other): line[0] for line in lines for other in line[2:]}


@lru_cache(maxsize=4096)
def visible(text: str) -> str:
    """Return ``text`` without marks and invisible characters, with plain quotes and hyphens."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text)
    shown = (
        letter for letter in text if letter not in _BLANK and unicodedata.category(letter) not in _UNSEEN
    )
    return unicodedata.normalize("NFKC", "".join(shown)).translate(_PLAIN)


_UNSEEN = {"Mn", "Me", "Cf", "Co", "Cn", "Cs"}


# A sentence is folded to be judged, to be told its language, and to be told from others.
@lru_cache(maxsize=4096)
def fold(text: str, one: str = "l") -> str:
    """Return ``text`` in small letters, with everything undone that hides a word from whoever compares it.

    ``one`` is the letter for which the figure 1 within a word is taken.
    """
    text = visible(text).lower()
    if not text.isascii():
        text = text.translate(_lookalikes())
    if not _HIDING.isdisjoint(text):
        text = _WITH_DIGITS.sub(lambda word: word.group().replace("1", one).translate(_IN_WORDS), text)
    return _SPACED.sub(lambda letters: re.sub(r"[\W_]", "", letters.group()), text)


def spellings(text: str) -> list[str]:
    """Return what ``text`` can be read as, each once: hyphens may part words or not, a 1 be an l or an i."""
    if _ADDRESS.fullmatch(text):
        text = re.sub(r"[\W_]", " ", text)
    folded = [fold(text), fold(text, one="i")]
    return list(dict.fromkeys([*folded, *(_WITHIN.sub("", each) for each in folded)]))


def mixed_words(text: str) -> list[str]:
    """Return the words that mix alphabets, such as Latin and Cyrillic; "TNF" with an alpha is none."""
    if text.isascii():
        return []
    words = _WORD.findall(visible(text))
    return [word for word in words if len(_alphabets(word)) > 1 and not _ABBREVIATION.fullmatch(word)]


def _alphabets(word: str) -> set[str]:
    names = {_alphabet(letter) for letter in word}
    return names.intersection(_ALPHABETS)


@cache
def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]
