"""Short names: "M. O'Brien" for Maeve O'Brien, for lists on screens that others may see.

``nameparser`` knows titles, suffixes, particles and the order of "Last, First"; a decision record says why.
What it says is used only where a short form is sure to be right. Other names stand whole, without titles,
letters after the name and what is in brackets or quotes:

- names in scripts in which nobody writes an initial: Chinese, Japanese, Korean, Indic, Thai, Arabic, Hebrew;
- names of which the family name comes first, or may: Vietnamese ones, and those that begin with a common
  Vietnamese or Chinese family name;
- single names, and what is more than one name: with an age or a remark, for two people, of somebody's child.

Of two family names in the Spanish way both are kept. Letters stay as they were typed.
"""

import re
import unicodedata
from dataclasses import fields
from functools import cache

from nameparser import Lexicon, ParsedName, Parser, Role, Token

from .folding import plain_words

# In brackets and quotes stands what is no name: a nickname, pronouns, a remark.
_OPENED, _CLOSED = r"(（\[{<«‹„“\"", r")）\]}>»›“”\""
_BRACKETED = re.compile(f"[{_OPENED}][^{_OPENED}{_CLOSED}]*[{_CLOSED}]")
_BRACKET = re.compile(f"[{_OPENED}{_CLOSED}]")
_LICENSED_ACUPUNCTURIST = re.compile(r"\bL\.?Ac\b\.?")
# Signs between a name and what was added to it, which the library knows as commas only.
_SEPARATOR = re.compile(r"\s*[|/;]\s*|\s+[-–—]+(?=\s|$)|^\W*,")
_ALSO_KNOWN_AS = re.compile(r"\s+(?:aka|a\.k\.a\.?)\s.*", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?<=\w)[ ,]+(?:(?:the[ ,]+)?\d(?:st|nd|rd|th)|the[ ,]+(?:second|third|fourth|fifth))\b", re.IGNORECASE
)
# Behind the name, the library takes it for the family name.
_ADDRESSED_LAST = re.compile(r"(?<=\w)[ ,]+(?:mr|mrs|ms|mx)\.?$", re.IGNORECASE)
# Spanish for María, which the library takes for a degree.
_MARIA = re.compile(r"^Ma\.(?=\s)", re.IGNORECASE)
# An age, two people, or whose mother it is: more was typed than one name.
_MORE_THAN_A_NAME = re.compile(
    r"\d|[&+]|\w['’]s\b|\b(?:of|for)\b|(?<!\bmr)(?<!\bmr\.)(?<!\bmrs)(?<!\bmrs\.) and\b", re.IGNORECASE
)
_WRITTEN_WITH_INITIALS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "MODIFIER")
# Letters after the name that the library does not know.
_SUFFIXES = """
    dom daom dacm omd dtcm msom mstom macom matcm lmft mft msn crnp fnp otr slp bsn
""".split()  # noqa: SIM905 - a list of quoted words would not fit a line
_FAMILY_FIRST = frozenset(
    """
    nguyen tran pham huynh hoang phan dang bui ngo duong vuong truong dinh trinh doan luong
    wang zhang chen liu huang zhao zhou xu zhu guo zheng xie deng feng jiang cai
    """.split()  # noqa: SIM905 - a list of quoted words would not fit a line
)
_FAMILY_FIRST_AS_TYPED = frozenset({"lê", "võ", "vũ", "lý"})
# Letters of Vietnamese alone, or nearly so: đ, horn, hook above, dot below, and two marks on one letter.
_VIETNAMESE = re.compile("[đĐ\u031b\u0309\u0323]|[\u0302\u0306][\u0300\u0301\u0303]")
# Ji-sung, Min-jun: one given name after the family name.
_KOREAN_GIVEN = re.compile("[A-Z][a-z]+-[a-z]+")
_SPANISH_PARTICLES = frozenset({"de", "del", "la", "las", "los", "el"})
# Words that belong to the given name after María del, Juan de and the like.
_DEVOTIONS = frozenset(
    """
    carmen pilar rosario mar socorro consuelo refugio dolores jesus angeles luz guadalupe soledad mercedes
    concepcion milagros lourdes fatima rocio sagrario transito amparo remedios dios
    """.split()  # noqa: SIM905 - a list of quoted words would not fit a line
)
_SPANISH_FAMILIES = frozenset(
    """
    garcia lopez martinez rodriguez hernandez gonzalez perez sanchez ramirez torres flores rivera gomez diaz
    morales ortiz gutierrez chavez ruiz castillo moreno romero herrera medina aguilar vargas guzman mendoza
    rojas salazar soto delgado ramos molina castro vega munoz contreras luna silva cortes navarro campos
    fuentes cruz reyes ortega castaneda rios espinoza mejia padilla serrano cabrera acosta figueroa sandoval
    estrada carrillo guerrero avila robles solis trujillo maldonado cardenas aguirre velasco montoya rosales
    salinas bernal villarreal pacheco duran ibarra barrera zamora galvan trevino osorio rubio
    """.split()  # noqa: SIM905 - a list of quoted words would not fit a line
)


def short_name(name: str) -> str:
    """Return the initial and the family name, or the whole name where that is not sure to be right."""
    words = name.split()
    # Most names: the library would say the same, and a list shows fifty.
    if len(words) == 2 and all(map(_is_plain, words)):
        return f"{_initial(words[0])}. {words[1]}" if _can_be_shortened(words) else " ".join(words)
    if _MORE_THAN_A_NAME.search(plain := _BRACKETED.sub(" ", _ORDINAL.sub("", name))):
        return " ".join(_BRACKET.sub("", plain).split())
    parsed = _parse(name)
    kept = [token for token in parsed.tokens if token.role in (Role.GIVEN, Role.MIDDLE, Role.FAMILY)]
    given, family = _given(parsed), _family(parsed)
    is_listed = bool(kept) and kept[0].role is Role.FAMILY
    if is_listed and _adds_a_remark(name, given, family):
        return " ".join(_BRACKET.sub("", plain).split())
    if _initial(given) and family and _can_be_shortened([token.text for token in kept], is_listed=is_listed):
        return f"{_initial(given)}. {family}"
    return _as_typed(kept, parsed.original) or _BRACKET.sub("", name).strip()


def _is_plain(word: str) -> bool:
    """Return whether the word is of letters and hyphens alone, and means nothing else."""
    return all(part.isalpha() and part.casefold() not in _vocabulary() for part in word.split("-"))


@cache
def _parser() -> Parser:
    return Parser(lexicon=Lexicon.default().add(suffix_acronyms=_SUFFIXES))


@cache
def _vocabulary() -> frozenset[str]:
    """Return every word that is taken for something else than a plain name."""
    lexicon = _parser().lexicon
    known = (getattr(lexicon, one.name) for one in fields(lexicon))
    words = frozenset(word for words in known if isinstance(words, frozenset) for word in words)
    # "For Michael" is no name.
    return words | {"for"}


def _parse(name: str) -> ParsedName:
    known = _ALSO_KNOWN_AS.sub("", _ADDRESSED_LAST.sub("", _ORDINAL.sub("", " ".join(name.split()))))
    known = _MARIA.sub("Ma", known)
    known = _LICENSED_ACUPUNCTURIST.sub("L.Ac.", _SEPARATOR.sub(", ", known)).strip(" ,")
    readable = unicodedata.normalize("NFC", known)
    parsed = _parser().parse(readable)
    # The library takes square and other brackets for a part of the name.
    if _BRACKET.search(f"{parsed.given} {parsed.middle} {parsed.family} {parsed.suffix}"):
        parsed = _parser().parse(_BRACKET.sub(" ", _BRACKETED.sub(" ", readable)))
    return parsed


def _given(parsed: ParsedName) -> str:
    """Return the given name, or the nickname that stands in its place: "(Bob) Lee"."""
    stands_first = bool(parsed.tokens) and parsed.tokens[0].role is Role.NICKNAME
    return parsed.given or (parsed.nickname if stands_first else "")


def _family(parsed: ParsedName) -> str:
    """Return the family name with its particles, and both of two in the Spanish way."""
    words, middle = parsed.family.split(), parsed.middle.split()
    particles = next((place for place, word in enumerate(words) if _plain(word) not in _SPANISH_PARTICLES), 0)
    if particles and len(words) > particles + 1 and _plain(words[particles]) in _DEVOTIONS:
        words = words[particles + 1 :]
    if middle and (_plain(middle[-1]) in _SPANISH_FAMILIES or _plain(middle[-1]).endswith("ez")):
        words.insert(0, middle[-1])
    return " ".join(words).rstrip(" .,:")


def _adds_a_remark(name: str, given: str, family: str) -> bool:
    """Return whether what stands behind a comma, a dash or a slash is no given name: "Bob Lee - cell"."""
    has_separator = bool(_SEPARATOR.search(_LICENSED_ACUPUNCTURIST.sub("", name).strip(" ,;|/")))
    return has_separator or (given[:1].islower() and not family[:1].islower())


def _can_be_shortened(words: list[str], *, is_listed: bool = False) -> bool:
    """Return whether the writing knows initials, and the given name is sure to come first.

    ``is_listed``: the family name comes first, and a comma after it says so.
    """
    text = " ".join(words)
    if not (text.isascii() or all(map(_is_written_with_initials, text))):
        return False
    return is_listed or not (
        _plain(words[0]) in _FAMILY_FIRST
        or words[0].casefold() in _FAMILY_FIRST_AS_TYPED
        or _VIETNAMESE.search(unicodedata.normalize("NFD", text))
        or any(_plain(word) == "thi" or _KOREAN_GIVEN.fullmatch(word) for word in words[1:2])
    )


def _is_written_with_initials(character: str) -> bool:
    return not character.isalpha() or unicodedata.name(character, "").startswith(_WRITTEN_WITH_INITIALS)


def _initial(given: str) -> str:
    """Return the first letter; the sign that begins Hawaiian and Arabic names, as in ʻOkina, is none."""
    letters = (one for one in given if one.isalpha() and unicodedata.category(one) != "Lm")
    return next(letters, "").upper()


def _as_typed(words: list[Token], original: str) -> str:
    """Return the words with the blanks that stand between them."""
    text = ""
    for word in words:
        is_apart = text and word.span and original[word.span.start - 1] in " ,"
        text += f" {word.text}" if is_apart else word.text
    return text


def _plain(word: str) -> str:
    return "".join(plain_words(word))
