"""Keys of rows as a form or an address names them: a number that the database can compare, or none at all."""

import re

# A larger number fits no column, and a much larger one Python refuses to read.
_KEY = re.compile(r"[0-9]{1,18}")


def key_in(text: str) -> int | None:
    """Return the key that ``text`` names; None for anything else, digits of other scripts included."""
    return int(text) if _KEY.fullmatch(text) else None
