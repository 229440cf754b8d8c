"""Unit of content: a sentence, or values that mean something together."""

import hashlib
from dataclasses import dataclass
from typing import Any, NamedTuple


class Fact(NamedTuple):
    """Value as it is stored, with its name for editors and the field or block that can say it in words."""

    label: Any
    source: Any
    raw: Any


@dataclass(frozen=True)
class Unit:
    """Sentence, or values, of one version of a page, and where it stands."""

    key: str
    field: str
    words: str = ""
    facts: tuple[Fact, ...] = ()
    place: int | None = None
    block_id: str = ""
    block_type: str = ""


def digest(*values: Any) -> str:
    """Return a key of the values, as long as the key of a sentence."""
    return hashlib.sha256("\x1f".join(str(value) for value in values).encode()).hexdigest()
