"""References: eight characters that a patient can read out over the phone.

A reference names a request and is no secret. It is random, so that none says anything about the next.
"""

import secrets

from django.utils.translation import gettext_lazy as _

# Without 0, O, 1 and I, which people confuse.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 8

_LETTER_WORDS = """
    Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel Juliett Kilo Lima Mike November
    Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu
""".split()  # noqa: SIM905 - a list of quoted words would not fit a line
_WORDS = {word[0]: word for word in _LETTER_WORDS} | {
    "2": _("two"),
    "3": _("three"),
    "4": _("four"),
    "5": _("five"),
    "6": _("six"),
    "7": _("seven"),
    "8": _("eight"),
    "9": _("nine"),
}


def make_reference() -> str:
    """Return a new reference of ``LENGTH`` characters, 40 bits."""
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))


def spell(reference: str) -> list[tuple[str, str]]:
    """Return each character with the word that stands for it on the phone (ITU spelling alphabet)."""
    return [(character, str(_WORDS[character])) for character in reference]


def looks_like_reference(text: str) -> bool:
    """Return whether ``text``, as typed, could be a reference."""
    candidate = normalize(text)
    return len(candidate) == LENGTH and all(character in ALPHABET for character in candidate)


def normalize(text: str) -> str:
    """Return a reference as it is stored: in capitals, without blanks, dashes and a "#" before it."""
    return "".join(text.split()).replace("-", "").removeprefix("#").upper()
