"""Folding of names: what people type as one name in many ways becomes the same letters.

A name is folded to *pieces*. A request keeps every piece of its names, a search wants some of them, and
two names are one when their letters agree. Case, accents and punctuation never count. Further rules:

- A letter that cannot be taken apart has a plain spelling (đ d, ł l, ø o, ı i, æ ae, ß ss, þ th) and some
  have a longer one (ü ue, å aa, đ dj). Both are kept, and so is the short one of a name that was typed long.
- Words that an apostrophe, a hyphen or a blank parts are kept apart and joined: O'Brien is "o", "brien",
  "obrien". A search joins its words in the same way.
- Chinese characters, kana and hangul are found by any part: each character and each pair is a piece.
- In scripts whose vowels are marks (Devanagari, Tamil, Thai, ...) a mark is part of its letter, and a
  beginning never ends within a letter. Only marks that their readers leave out are dropped.
"""

import re
import unicodedata
from itertools import pairwise

SHORTEST_PREFIX = 3
# Limits of what one request keeps, whatever was typed into the field of the name.
_MOST_WORDS = 10
_LONGEST_PIECE = 24
# Words as short as "van", "de" or "al" hardly ever stand alone.
_PARTICLE = 3
_CONTRACTED_FROM = 5

_JOINERS = re.compile("['’‘ʼʻʹ`´′＇\u05f3\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d·・\u200c]")
# Latin, Greek and Cyrillic accents; Hebrew and Arabic vowel points, which most people leave out; variants of
# one character. Every other mark is part of its letter.
_DROPPED_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
_CHARACTERS = re.compile(
    "[\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_PLAIN = str.maketrans(
    {
        **dict(zip("đðłøıħŋĸŧɓɖɗɛɔəƙƴɲɨʉƶ", "ddloihnktbddeoekyniuz", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        # Arabic letters that are typed for one another, and the Persian forms of two.
        **dict(zip("ىیېکٱةۀہھە", "يييكاههههه", strict=True)),
    }
)
_LONG = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj", "ð": "dh", "ŋ": "ng", "ə": "a"}
)
_SHORT = re.compile("ae|oe|ue|aa|dj")
# The virama binds a consonant to the next one; in Tamil it only ends a syllable.
_VIRAMA, _TAMIL_VIRAMA = 9, "\u0bcd"
# Forms of address: said on the phone, and not part of what tells two people apart.
_ADDRESSES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sra", "srta"})

# Spellings of one word: plain, long, and short.
type _Word = tuple[str, ...]


def pieces_of(name: str) -> set[str]:
    """Return the pieces by which somebody with this name is found."""
    words, characters = _parse(name)
    pieces = {*characters, *map("".join, pairwise(characters))}
    for start in range(len(words)):
        for spelling in zip(*words[start : start + 3], strict=True):
            pieces.update(_pieces_from(spelling))
    return pieces


def pieces_wanted(query: str) -> list[list[str]]:
    """Return lists of pieces, each begun by what was typed; whoever is sought has one piece of each."""
    words, characters = _parse(query)
    wanted: list[list[str]] = []
    for run in _CHARACTERS.findall(_folded(query)[0]):
        wanted += [[run]] if len(run) == 1 else [["".join(pair)] for pair in pairwise(run)]
    # "J. Smith" and "Mrs. Jones" are sought by the surname; in "o brien" the letter joins its neighbor.
    counting = [place for place, word in enumerate(words) if len(word[0]) > 1 and word[0] not in _ADDRESSES]
    places = counting if counting or characters else range(len(words))
    return wanted + [_around(words, place) for place in places]


def is_same_name(one: str, other: str) -> bool:
    """Return whether two names are the same, in whatever spelling and order of words."""
    return bool(_identities(one) & _identities(other))


def plain_words(text: str) -> list[str]:
    """Return the words in their plain spelling, without Chinese characters, kana and hangul."""
    return [word[0] for word in _parse(text)[0]]


def _pieces_from(words: tuple[str, ...]) -> set[str]:
    """Return the first word and its beginnings, the same of it joined with the next, and so on."""
    pieces, joined = {words[0][:_LONGEST_PIECE]}, ""
    for place, word in enumerate(words):
        if place == 2 and min(map(len, words[:2])) > _PARTICLE:
            break
        before, joined = len(joined), (joined + word)[:_LONGEST_PIECE]
        pieces |= {joined[:end] for end in _ends(joined) if end > before}
    return pieces


def _ends(word: str) -> list[int]:
    """Return where a beginning of the word may end: nowhere within a letter."""
    inside = [end for end in range(SHORTEST_PREFIX, len(word)) if not _is_within_letter(word, end)]
    return [*inside, len(word)]


def _is_within_letter(word: str, end: int) -> bool:
    before, after = word[end - 1], word[end]
    binds = unicodedata.combining(before) == _VIRAMA and before != _TAMIL_VIRAMA
    return binds or unicodedata.category(after).startswith("M")


def _around(words: list[_Word], place: int) -> list[str]:
    """Return the word, then it joined with one or two words beside it, in every spelling."""
    runs = [
        words[start:stop]
        for start in range(max(0, place - 2), place + 1)
        for stop in range(place + 1, min(len(words), start + 3) + 1)
    ]
    joined = ["".join(spelling) for run in runs for spelling in zip(*run, strict=True)]
    return list(dict.fromkeys(piece[:_LONGEST_PIECE] for piece in [*words[place], *joined]))


def _identities(name: str) -> set[tuple[str, ...]]:
    """Return what two ways to write one name have in common: its words in some order, or its letters."""
    family, comma, given = name.partition(",")
    words, characters = _parse(f"{given} {family}" if comma else name, joined=True)
    told_apart = [word for word in words if word[0] not in _ADDRESSES] or words
    if not told_apart:
        return {(characters,)} if characters else set()
    spellings = [*zip(*told_apart, strict=True)]
    in_order = {(characters, "".join(spelling)) for spelling in spellings}
    return in_order | {(characters, *sorted(spelling)) for spelling in spellings}


def _parse(name: str, *, joined: bool = False) -> tuple[list[_Word], str]:
    """Return the words, ``joined`` where a joiner parts them, and all Chinese characters, kana and hangul."""
    plain, long = _folded(name)
    characters = "".join(_CHARACTERS.findall(plain))[: _MOST_WORDS * 2]
    split = [_CHARACTERS.sub(" ", text).replace("-", "" if joined else " ").split() for text in (plain, long)]
    words: list[_Word] = [(one, other, _short(one)) for one, other in zip(*split, strict=True)]
    return words[:_MOST_WORDS], characters


def _short(word: str) -> str:
    return _SHORT.sub(lambda match: match[0][0], word) if len(word) >= _CONTRACTED_FROM else word


def _folded(text: str) -> tuple[str, str]:
    """Return the plain and the long spelling, in words parted by blanks, and by hyphens where joined."""
    cased = unicodedata.normalize("NFKC", _JOINERS.sub("-", text)).casefold()
    return _letters(cased), _letters(unicodedata.normalize("NFC", cased).translate(_LONG))


def _letters(cased: str) -> str:
    apart = unicodedata.normalize("NFKD", cased.translate(_PLAIN))
    composed = (
        unicodedata.normalize("NFC", _DROPPED_MARKS.sub("", apart)).translate(_PLAIN).translate(_KATAKANA)
    )
    return "".join(map(_letter_or_blank, composed))


def _letter_or_blank(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return character if character == "-" or category[0] in "LNM" else " "
