"""Reader of BibTeX."""

import logging
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

import bibtexparser
from bibtexparser.middlewares.names import split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

from .entries import Citation, Read
from .text import MOST, from_latex

START = re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)
_ANY_START = re.compile(r"@[A-Za-z]+\s*[{(]")
_OF_USE = {
    "title", "journal", "journaltitle", "booktitle", "publisher", "institution", "volume", "number", "issue",
    "pages", "year", "date", "doi", "url", "pmid", "eprint", "eprinttype", "archiveprefix",
}  # fmt: skip
# A line of its own for each fault would fill the log; people read what is wrong on the screen.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


class TooMany(Exception):
    """Error: more entries begin than are read at a time."""


def read_bibtex(text: str, most: int) -> Iterator[Read]:
    """Yield each entry of a file, or what is wrong with it. Two entries may have one key: nobody needs it.

    Raises ``TooMany`` before anything is read: each broken entry takes long.
    """
    if sum(1 for _entry in _ANY_START.finditer(text)) > most:
        raise TooMany
    for block in bibtexparser.parse_string(text).blocks:
        read = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(read, Entry):
            yield _citation({each.key.lower(): str(each.value) for each in read.fields})
        elif isinstance(block, ParsingFailedBlock):
            yield _("It cannot be read: a brace or a comma is missing, or a field stands twice.")


def _citation(fields: dict[str, str]) -> Citation:
    plain = {name: from_latex(value) for name, value in fields.items() if name in _OF_USE}
    is_pubmed = plain.get("eprinttype", plain.get("archiveprefix", "")).lower() == "pubmed"
    return Citation(
        names=[_name(name) for name in _names(fields.get("author") or fields.get("editor", ""))],
        title=plain.get("title", ""),
        journal=_first(plain, "journal", "journaltitle", "booktitle", "publisher", "institution"),
        volume=plain.get("volume", ""),
        issue=_first(plain, "number", "issue"),
        pages=plain.get("pages", ""),
        year=_first(plain, "year", "date"),
        numbers=[plain.get("doi", ""), plain.get("url", "")],
        pmid=_first(plain, "pmid") or (plain.get("eprint", "") if is_pubmed else ""),
    )


def _names(authors: str) -> list[str]:
    return split_multiple_persons_names(authors[: 4 * MOST]) if authors else []


def _name(name: str) -> str:
    """Return one name; a comma at the end says that it is a body's, which BibTeX puts between braces."""
    is_body = name.startswith("{") and name.find("}") == len(name) - 1
    return f"{from_latex(name)}," if is_body else from_latex(name)


def _first(fields: dict[str, str], *names: str) -> str:
    return next((value for name in names if (value := fields.get(name))), "")
