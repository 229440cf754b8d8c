"""Names of authors in every form of a citation, as last name and initials: "Tu JF, Shi GX"."""

import re

from .text import plain

MOST_LETTERS = 500
OTHERS = "et al."
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "phd", "md"}
_PARTICLES = {
    "af", "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "la",
    "le", "ten", "ter", "van", "von", "y", "zu", "zur",
}  # fmt: skip
# Words of bodies, which have no initials.
_BODY = re.compile(
    r"\b(?:academy|agency|association|board|cent(?:er|re)|college|collaboration|collaborators|commission"
    r"|committee|consortium|council|department|federation|foundation|group|health|institut\w*|investigators"
    r"|ministr\w*|network|office|organi[sz]ation|panel|program\w*|service|society|team|trial|university|union"
    r"|academia|asociaci[oó]n|comit[eé]|grupo|ministerio|sociedad|universidad)\b",
    re.IGNORECASE,
)
_VANCOUVER = re.compile(r"(?P<last>\S.*?)\s+(?P<initials>(?:[^\W\d_a-z]\.?-?){1,4})")


def authors_in_short(names: list[str]) -> str:
    """Return the names as a source holds them, as many as fit; a body's name ends with a comma."""
    shown: list[str] = []
    for name in filter(None, map(plain, names)):
        is_rest = name.casefold().rstrip(".") in ("others", "et al")
        short = OTHERS if is_rest else _short(name)
        if len(", ".join([*shown, short, OTHERS])) > MOST_LETTERS:
            return ", ".join([*shown, OTHERS])
        shown.append(short)
    return ", ".join(shown)


def _short(name: str) -> str:
    if name.endswith(",") or ("," not in name and _BODY.search(name)):
        return name.rstrip(", ")
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) > 1:
        given = next((part for part in parts[1:] if part.casefold().rstrip(".") not in _SUFFIXES), "")
        return _joined(parts[0], given)
    if (written := _VANCOUVER.fullmatch(name)) and written["initials"].upper() == written["initials"]:
        return _joined(written["last"], written["initials"])
    words = [word for word in name.split() if word.casefold().rstrip(".") not in _SUFFIXES]
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in _PARTICLES:
        at -= 1
    return _joined(" ".join(words[at:]), " ".join(words[:at]))


def _joined(last: str, given: str) -> str:
    return f"{last} {_initials(given)}".strip()


def _initials(given: str) -> str:
    """Return "JF" for "Jian-Feng", "J.-F.", "J F" and "JF"."""
    parts = [part for part in re.split(r"[\s.\-\u2010\u2011]+", given) if part[:1].isalpha()]
    letters = (part if part.isupper() and len(part) < 4 else part[0].upper() for part in parts)
    return "".join(letters)
