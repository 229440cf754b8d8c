"""Tidying of typed text: composed, without what nobody sees, and without blanks at its ends."""

import unicodedata
from itertools import pairwise

# Joiners that Persian, Hindi and emoji need between two signs. Every other format character, such as those
# that turn the direction of text round, only misleads the reader.
_JOINERS = "\u200c\u200d"
# Fillers, which count as letters, marks or symbols, and are blank.
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"


def tidy(text: str) -> str:
    """Return the text as it is meant, in any script."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(c for c in composed if c in _JOINERS or not is_unseen(c))
    return _without_idle_joiners(visible).strip()


def is_unseen(character: str) -> bool:
    """Return whether nobody sees the character."""
    return unicodedata.category(character) == "Cf" or character in _BLANKS


def _without_idle_joiners(text: str) -> str:
    """Return the text without the joiners that join nothing, as between Latin letters or at an end."""
    if not any(joiner in text for joiner in _JOINERS):
        return text
    kept = [
        character
        for (before, character), after in zip(pairwise(" " + text), text[1:] + " ", strict=True)
        if character not in _JOINERS or (_joins(before) and _joins(after))
    ]
    return "".join(kept)


def _joins(character: str) -> bool:
    """Return whether a joiner may stand beside the character: a sign from Hebrew to Indic, or an emoji."""
    category = unicodedata.category(character)
    if category in ("So", "Sk") or character == "\ufe0f":
        return True
    return category[0] in "LM" and "\u0590" <= character <= "\u1cff"
