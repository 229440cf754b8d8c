"""Phone numbers as patients write them.

A number that can be dialled is accepted, even if the numbering library does not know it as assigned:
libraries age, and a patient who cannot be called is lost (domain requirement F-18).
"""

import phonenumbers
from phonenumber_field.phonenumber import PhoneNumber


def parse(text: str) -> PhoneNumber | None:
    """Return the number in ``text``, in the US unless it starts with +; None if it cannot be dialled."""
    try:
        number = PhoneNumber.from_string(text)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def to_e164(text: str) -> str:
    """Return the number in the form +19495550123, without its extension; empty when it cannot be dialled."""
    number = parse(text)
    return number.as_e164 if number else ""
