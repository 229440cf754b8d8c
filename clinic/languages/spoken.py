"""Languages as the clinic writes them, "English, Spanish and Farsi", read into codes and names."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info, gettext_noop
from django.utils.translation import gettext as _

# Languages that Django does not know, and further names of those it does. The first name is the one shown.
_MORE_NAMES = {
    "zh": (gettext_noop("Mandarin Chinese"), "Mandarin", "Chinese", "中文", "普通话", "國語"),
    "yue": (gettext_noop("Cantonese"), "廣東話", "粵語"),
    "tl": (gettext_noop("Tagalog"), "Filipino", "Pilipino"),
    "hmn": (gettext_noop("Hmong"), "Hmoob"),
    "lo": (gettext_noop("Lao"),),
    "am": (gettext_noop("Amharic"),),
    "sm": (gettext_noop("Samoan"),),
    "ase": (gettext_noop("American Sign Language"), "ASL", "sign language"),
    "fa": (gettext_noop("Farsi"), "Persian"),
    "es": (gettext_noop("Spanish"), "castellano", "espanol"),
}
_BETWEEN = re.compile(r"[,;/&+]|\band\b|\by\b")


class Language(NamedTuple):
    """Language with its code; one that nobody has given us a code for has none, and its name as written."""

    code: str
    name: str


def own_language() -> str:
    """Return the code of the language that this site is written in."""
    return settings.LANGUAGE_CODE.partition("-")[0]


def language_of(code: str) -> Language:
    """Return the language with that code, its name in the language of whoever reads."""
    if code in _MORE_NAMES:
        return Language(code, _(_MORE_NAMES[code][0]))
    return Language(code, get_language_info(code)["name_translated"] if code in LANG_INFO else code)


def languages_in(written: str) -> list[Language]:
    """Return the languages that a text names, each once, in its order."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(written))
    return _each_once(_read(part) for part in parts if part)


def speaks(written: str, code: str) -> bool:
    """Return whether the text names the language with that code; an empty one means the site's own."""
    return any(language.code == code for language in languages_in(written)) or (
        not written.strip() and code == own_language()
    )


def spoken_by(texts: Iterable[str]) -> list[Language]:
    """Return what is spoken where these texts were written: the site's own language first, each once."""
    return _each_once([language_of(own_language()), *(each for text in texts for each in languages_in(text))])


def _read(name: str) -> Language:
    folded = _folded(name)
    for code, names in _NAMES.items():
        if folded.startswith(names):
            return language_of(code)
    return Language("", name)


def _each_once(languages: Iterable[Language]) -> list[Language]:
    return list(dict.fromkeys(languages))


def _names() -> dict[str, tuple[str, ...]]:
    """Return how each language may be written: in English and in itself, in small letters."""
    known = {
        code: (info["name"], info["name_local"])
        for code, info in LANG_INFO.items()
        if "name" in info and "-" not in code
    }
    codes = {**_MORE_NAMES, **known}
    both = {code: (*_MORE_NAMES.get(code, ()), *known.get(code, ())) for code in codes}
    return {code: tuple(map(_folded, names)) for code, names in both.items()}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


_NAMES = _names()
