"""Reasons of substance: a sentence that says why, and more than the name of what it is about."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{2,}")


def validate_reason(reason: str, name: str) -> None:
    """Raise ValidationError unless ``reason`` says in some words why, and does not only repeat ``name``."""
    words = {word.casefold() for word in _WORD.findall(reason)}
    own = {word.casefold() for word in _WORD.findall(name)}
    if len(words) < FEWEST_WORDS or len(words - own) < FEWEST_WORDS - 1:
        raise ValidationError(
            _("Say in a sentence why, such as: It says that nobody can promise any result.")
        )
