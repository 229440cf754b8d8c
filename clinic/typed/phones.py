"""Phone numbers as people write them: whether the digits can be dialled, and if not, why.

A number is judged by its shape. One that has it but is unknown to the numbering library is no error, as the
library ages: whoever typed it is asked once.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext_lazy as _

import phonenumbers
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import PhoneNumberType, ValidationResult

from .phone_text import Piece, take_apart

_WHOLE, _WITHOUT_AREA = 10, 7
# Prefixes for calls abroad, in Australia, North America and nearly everywhere else.
_EXIT_CODES = ("0011", "011", "00")
# Mexico gave up these prefixes in 2019, and people's contacts still have them.
_OLD_MEXICAN = re.compile(r"^52(?:1|01|044|045)(?=\d{10}$)")
# An international number has at most 15 digits; one with far more is none.
_MOST_DIGITS = 20
_LONGEST = 200
_PAID_TYPES = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PERSONAL_NUMBER}
# Satellites, networks without a country, and premium rates of no country.
_PAID_CODES = {870, 878, 881, 882, 883, 979}


class Problem(Enum):
    """Reason why a text is no number that can be dialled."""

    NO_NUMBER = auto()
    ONE_ONLY = auto()
    AREA_CODE = auto()
    TOO_SHORT = auto()
    TOO_LONG = auto()
    SHAPE = auto()
    COUNTRY_CODE = auto()
    NO_COUNTRY = auto()
    AREA_CODE_ABROAD = auto()
    TOO_SHORT_ABROAD = auto()
    TOO_LONG_ABROAD = auto()
    LENGTH_ABROAD = auto()


WORDS = {
    Problem.NO_NUMBER: _("Enter a phone number with 10 digits, like 949 555 0123"),
    Problem.ONE_ONLY: _("Enter one number only: there seem to be two"),
    Problem.AREA_CODE: _("Add the area code: 10 digits, like 949 555 0123"),
    Problem.TOO_SHORT: _(
        "A digit is missing: a number here has 10 digits, like 949 555 0123, and one from another country "
        "starts with +"
    ),
    Problem.TOO_LONG: _(
        "There are too many digits: a number here has 10, like 949 555 0123, and one from another country "
        "starts with +"
    ),
    Problem.SHAPE: _(
        "No phone number looks like this: check the digits. The area code and the three digits after it "
        "start with 2 to 9, like 949 555 0123"
    ),
    Problem.COUNTRY_CODE: _(
        "If this number is from another country, start with + and the country code, like +44 20 7946 0958"
    ),
    Problem.NO_COUNTRY: _(
        "After the + comes the code of a country, like +1 949 555 0123 or +44 20 7946 0958: check the start"
    ),
    Problem.AREA_CODE_ABROAD: _("Add the area code: this number is not whole without it"),
    Problem.TOO_SHORT_ABROAD: _("A digit is missing: this number is too short for its country"),
    Problem.TOO_LONG_ABROAD: _("There are too many digits: this number is too long for its country"),
    Problem.LENGTH_ABROAD: _("A digit is missing, or one is too many: check the number"),
}
UNKNOWN = _(
    "Please check this number: as far as we know, nobody has it. If it is right, leave it as it is and press "
    "the button again"
)
_ABROAD = {
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: Problem.AREA_CODE_ABROAD,
    ValidationResult.TOO_SHORT: Problem.TOO_SHORT_ABROAD,
    ValidationResult.TOO_LONG: Problem.TOO_LONG_ABROAD,
    ValidationResult.INVALID_LENGTH: Problem.LENGTH_ABROAD,
}


@dataclass(frozen=True)
class Reading:
    """Number in a text, or the problem with it.

    The settings read a number while they are made: here none is asked whether it is true, which asks them.
    """

    number: PhoneNumber | None = None
    problem: Problem | None = None

    @property
    def e164(self) -> str:
        """Number in the form +19495550123, without its extension; empty when there is none."""
        return "" if self.number is None else self.number.as_e164

    @property
    def is_unknown(self) -> bool:
        """True for a number that can be dialled, but that the library does not know as assigned."""
        return self.number is not None and not (self.number.is_valid() or costs_more(self.number))


def read(text: str) -> Reading:
    """Return the number that ``text`` says, in the US unless it starts with a plus or a prefix for it."""
    if len(text) > _LONGEST:
        return Reading(problem=Problem.NO_NUMBER)
    said = take_apart(text)
    readings = [_judge(piece) for piece in said.numbers]
    if not readings:
        return Reading(problem=Problem.NO_NUMBER)
    is_one = len({(reading.e164, reading.problem) for reading in readings}) == 1
    if said.names_another or not is_one:
        return Reading(problem=Problem.ONE_ONLY)
    if (number := readings[0].number) is not None:
        number.raw_input, number.extension = text, said.extension or None
    return readings[0]


def to_e164(text: str) -> str:
    """Return the number in the form +19495550123, without its extension; empty when it cannot be dialled."""
    return read(text).e164


def search_key(text: str) -> str:
    """Return the number that somebody searches for, also one from abroad without its plus."""
    return to_e164(text) or to_e164(f"+{text.strip()}")


def written_out(number: PhoneNumber) -> str:
    """Return the number with its extension as RFC 3966 writes it: +19495550123;ext=619."""
    return f"{number.as_e164};ext={number.extension}" if number.extension else number.as_e164


def dial_link(number: PhoneNumber) -> str:
    """Return the address of a link that dials, with the extension."""
    return f"tel:{written_out(number)}"


def shown(number: PhoneNumber) -> str:
    """Return the number as people here write it: 949-510-6333. A foreign one has its country code."""
    if number.country_code == 1:
        return number.as_national.replace("(", "").replace(") ", "-")
    return number.as_international


def costs_more(number: PhoneNumber) -> bool:
    """Return whether a call costs far more than others: premium or shared rates, and satellites."""
    if number.country_code in _PAID_CODES or phonenumbers.number_type(number) in _PAID_TYPES:
        return True
    digits = phonenumbers.national_significant_number(number)
    return number.country_code == 1 and (digits.startswith("900") or digits[3:6] == "976")


def _judge(piece: Piece) -> Reading:
    reading = _read_abroad(piece, piece.digits) if piece.has_plus else _read_here(piece)
    if reading.number is not None:
        return reading
    wholes = [one for part in _splits(piece) if (one := _judge(part)).number is not None]
    if not wholes:
        return reading
    # Some programs fill a number in twice.
    is_twice = len(wholes) > 1 and len({one.e164 for one in wholes}) == 1
    return wholes[0] if is_twice else Reading(problem=Problem.ONE_ONLY)


def _splits(piece: Piece) -> list[Piece]:
    """Return the shorter pieces that two numbers in one would be made of."""
    if len(piece.parts) > 1:
        return piece.parts
    found = re.fullmatch(r"(1?[2-9]\d{2}[2-9]\d{6})(\d{4,11})", piece.digits)
    return [Piece(digits, digits, has_plus=False) for digits in found.groups()] if found else []


def _read_here(piece: Piece) -> Reading:
    """Read a number without a plus."""
    digits = piece.digits
    if not digits.strip("0"):
        return Reading(problem=Problem.SHAPE)
    for code in _EXIT_CODES:
        if digits.startswith(code):
            reading = _read_abroad(piece, digits.removeprefix(code))
            if reading.number is not None or len(digits) != _WHOLE:
                return reading
    if found := re.fullmatch(rf"(?:0?11?)?(\d{{{_WHOLE}}})", digits):
        return _read_whole(piece, found[1])
    if digits.startswith("0"):
        return Reading(problem=Problem.COUNTRY_CODE)
    return _of_wrong_length(piece, digits)


def _read_abroad(piece: Piece, digits: str) -> Reading:
    """Read a number that begins with its country code."""
    digits = re.sub("^(?:0011|011|0+)", "", digits)
    if digits.startswith("1"):
        return _read_after_one(piece, digits[1:])
    number = _parsed(digits)
    if number is None:
        return Reading(problem=Problem.NO_COUNTRY)
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == ValidationResult.IS_POSSIBLE:
        return Reading(number)
    if re.fullmatch(r"[2-9]\d\d[2-9]\d{6}", digits) and reason != ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        # A number from here with a plus and without its 1.
        return Reading(problem=Problem.NO_COUNTRY)
    return Reading(problem=_ABROAD.get(reason, Problem.NO_COUNTRY))


def _read_after_one(piece: Piece, digits: str) -> Reading:
    """Read what follows the country code 1, which some programs put before every number."""
    for code in _EXIT_CODES:
        if digits.startswith(code):
            return _read_abroad(piece, digits.removeprefix(code))
    if found := re.fullmatch(rf"1?(\d{{{_WHOLE}}})", digits):
        return _read_whole(piece, found[1])
    return _of_wrong_length(piece, digits)


def _read_whole(piece: Piece, digits: str) -> Reading:
    """Read ten digits: NXX-NXX-XXXX, where N is 2 to 9."""
    is_made_up = len(set(digits)) == 1 or digits in "01234567890123456789"
    if digits[0] in "01" and not (piece.is_grouped_as_here or is_made_up):
        return Reading(problem=Problem.TOO_SHORT if digits[0] == "1" else Problem.COUNTRY_CODE)
    if digits[0] in "01" or digits[3] in "01":
        return Reading(problem=Problem.SHAPE)
    return Reading(_parsed(f"1{digits}"))


def _of_wrong_length(piece: Piece, digits: str) -> Reading:
    """Return what is wrong with a number that has not the ten digits of one here."""
    if len(digits) < _WHOLE:
        lacks_area = len(digits.removeprefix("1") if len(digits) > _WITHOUT_AREA else digits) == _WITHOUT_AREA
        return Reading(problem=Problem.AREA_CODE if lacks_area else Problem.TOO_SHORT)
    if len(digits) > _MOST_DIGITS:
        return Reading(problem=Problem.NO_NUMBER)
    abroad = _parsed(digits)
    is_abroad = abroad is not None and abroad.is_valid() and not piece.is_grouped_as_here
    return Reading(problem=Problem.COUNTRY_CODE if is_abroad else Problem.TOO_LONG)


def _parsed(digits: str) -> PhoneNumber | None:
    try:
        return PhoneNumber.from_string(f"+{_OLD_MEXICAN.sub('52', digits)}", region="US")
    except phonenumbers.NumberParseException:
        return None
