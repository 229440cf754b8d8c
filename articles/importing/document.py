"""Document as any file or paste becomes it: its parts in order, and notes on what was lost on the way.

Words in ``markup`` have only the tags that our rich text keeps: ``b i a br``, and those of lists.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

MOST_NAMES = 200


def plain(markup: str) -> str:
    """Return markup of ours as plain text."""
    text = re.sub(r"<[^>]+>", "", re.sub(r"<br/?>", " ", markup))
    return " ".join(unescape(text).split())


@dataclass
class Heading:
    """Heading of a part; level 1 is the title's."""

    level: int
    text: str


@dataclass
class Paragraph:
    """Paragraph of running text."""

    markup: str

    @property
    def text(self) -> str:
        """Words without markup."""
        return plain(self.markup)


@dataclass
class ItemList:
    """List, of items that may hold lists themselves."""

    markup: str
    texts: list[str]


@dataclass
class Table:
    """Rows of plain cells, all of one length."""

    rows: list[list[str]]
    caption: str = ""


@dataclass
class Quote:
    """Words of somebody else."""

    text: str
    attribution: str = ""


@dataclass
class Picture:
    """Place of a picture; ``address`` is where the file said that it is."""

    address: str
    alt_text: str = ""
    caption: str = ""
    credit: str = ""


Part = Heading | Paragraph | ItemList | Table | Quote | Picture


class Notes:
    """Note of what was kept, dropped or is missing: how often, and which, by the kinds in ``wording.py``."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.names: dict[str, list[str]] = {}

    def add(self, kind: str, name: str = "", times: int = 1) -> None:
        """Count something of a kind, and remember which it was."""
        self.counts[kind] += times
        names = self.names.setdefault(kind, [])
        if name and name not in names and len(names) < MOST_NAMES:
            names.append(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.counts)


def no_picture(_address: str) -> bytes | None:
    """Return nothing: what a document has no pictures from."""
    return None


@dataclass
class Document:
    """Article as it was brought, before anything of ours is made of it."""

    title: str = ""
    summary: str = ""
    parts: list[Part] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    author: str = ""
    date: str = ""
    old_address: str = ""
    # What tells a document of an export from all others, however often it is brought.
    origin: str = ""
    slug: str = ""
    notes: Notes = field(default_factory=Notes)
    picture: Callable[[str], bytes | None] = no_picture
