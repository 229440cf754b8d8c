"""Rules for passwords: long enough, and nothing that a program would try first.

No kinds of characters are asked for: they make passwords harder to remember than to guess.
"""

import gzip
import math
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clinic.models import ClinicSettings, User

LEAST, MOST = 15, 128
# Powers of ten: how many guesses a password has to stand. What a site like ours lets through in a year of
# trying is less than a millionth of it.
ENOUGH = 10.0
# What each part of a password costs whoever guesses it, in powers of ten.
_ANY_CHARACTER, _RUN, _KNOWN_HERE = 1.0, 1.0, 0.5
_LEAST_RUN, _LEAST_WORD = 3, 3
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgb")
_LOOK_ALIKE = str.maketrans("013457@$!", "oleastasi")
_COMMON = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
_TOO_EASY_WORDS = ("acupuncture", "acupuncturist", "clinic", "needle", "needles", "patient", "reception")


class LengthValidator:
    """Refuses what is too short to be safe, or too long for any form."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < LEAST:
            raise ValidationError(
                _("This password is too short: use at least %(least)d characters.") % {"least": LEAST},
                code="password_too_short",
            )
        if len(password) > MOST:
            raise ValidationError(
                _("This password is too long: use at most %(most)d characters.") % {"most": MOST},
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return _("At least %(least)d characters.") % {"least": LEAST}


class GuessValidator:
    """Refuses passwords made of what is tried first: common passwords, rows of keys, names of this place."""

    def validate(self, password: str, user: User | None = None) -> None:
        if guesses(password, words_known_here(user)) < ENOUGH:
            raise ValidationError(
                _(
                    "This password is easy to guess: it is made of common words, rows of keys, or names of "
                    "this clinic or of yours. Add a few words that have nothing to do with each other."
                ),
                code="password_too_easy",
            )

    def get_help_text(self) -> str:
        return _("Not made of common words in a row, or of names of this clinic or of yours.")


def guesses(password: str, known_here: frozenset[str]) -> float:
    """Return how many guesses, as a power of ten, the cheapest way to put ``password`` together takes."""
    plain = password.casefold()
    texts = {plain, plain.translate(_LOOK_ALIKE)}
    best = [0.0]
    for end in range(1, len(plain) + 1):
        ways = [best[end - 1] + _price_of_one(plain[:end])]
        for start in range(max(0, end - 40), end - _LEAST_RUN + 1):
            price = min(_price(text[start:end], known_here) for text in texts)
            ways.append(best[start] + price)
        best.append(min(ways))
    return best[-1]


def _price_of_one(so_far: str) -> float:
    """Return the price of the last character; the same again is nearly free."""
    return 0.1 if len(so_far) > 1 and so_far[-1] == so_far[-2] else _ANY_CHARACTER


def _price(part: str, known_here: frozenset[str]) -> float:
    if part in known_here:
        return _KNOWN_HERE
    if _is_run(part):
        return _RUN
    rank = _common().get(part)
    return math.log10(rank + 1) if rank else math.inf


def _is_run(part: str) -> bool:
    return any(part in row or part in row[::-1] for row in _ROWS)


@cache
def _common() -> dict[str, int]:
    """Return Django's list of common passwords, the most common first, with the place of each."""
    with gzip.open(_COMMON, "rt", encoding="utf-8") as lines:
        words = [line.strip() for line in lines]
    return {word: place for place, word in enumerate(words, 1) if len(word) >= _LEAST_WORD}


def words_known_here(user: User | None) -> frozenset[str]:
    """Return what whoever knows the clinic, or the person, would try: names, the host, the address."""
    details = ClinicSettings.of_the_default_site()
    texts = [
        details.clinic_name,
        details.locality,
        urlsplit(settings.SITE_URL).hostname or "",
        *_TOO_EASY_WORDS,
    ]
    if user is not None:
        texts += [user.first_name, user.last_name, user.email]
    parts = {part for text in texts for part in re.split(r"\W+", text.casefold())}
    whole = {re.sub(r"\W+", "", text.casefold()) for text in texts}
    return frozenset(word for word in parts | whole if len(word) >= _LEAST_WORD)
