"""Dialling a typed number: the link, the number that it dials, and a warning before an expensive call."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.typed import phones
from clinic.typed.phone_text import digits_of

COSTS_MORE = _(
    "A call to this number may cost far more than others (premium rate, personal or satellite number). "
    "Ask for another number first, or dial it by hand if you are sure."
)


@dataclass(frozen=True)
class Dialling:
    """Way to dial a number. ``href`` is empty when one press must not dial it, and ``warning`` says why.

    ``dials`` is the number in plain digits, if the text that was typed does not show them.
    """

    href: str = ""
    dials: str = ""
    warning: str = ""


def dialling_of(typed: str) -> Dialling:
    """Return how to dial the number in ``typed``."""
    number = phones.read(typed).number
    if number is None:
        return Dialling()
    shown, digits = phones.shown(number), digits_of(typed)
    plain = (digits_of(shown), digits_of(phones.written_out(number)))
    dials = "" if digits in plain else shown
    if phones.costs_more(number):
        return Dialling(dials=dials, warning=str(COSTS_MORE))
    return Dialling(phones.dial_link(number), dials)


def remark_on(typed: str) -> str | Promise:
    """Return what is to be said about a number while the patient is still on the line; empty for nothing."""
    reading = phones.read(typed)
    if not typed.strip():
        return ""
    if reading.problem:
        return phones.WORDS[reading.problem]
    if reading.is_unknown:
        return phones.UNKNOWN
    return dialling_of(typed).warning
