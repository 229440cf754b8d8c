"""Reading of a citation file, whatever its format: its entries, numbered from the top."""

import re
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from .bibtex import START as BIBTEX_START
from .bibtex import TooMany, read_bibtex
from .csl import NoJson, read_csl
from .entries import Entry, Read, entry_of
from .tagged import NBIB_START, RIS_START, read_nbib, read_ris

MOST_BYTES = 5 * 1024 * 1024
MOST_ENTRIES = 2_000
_JSON = re.compile(r"\s*[\[{]")


class Unreadable(Exception):
    """Error: nothing can be read from the file; its message says why, for people."""


def decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16, or what Windows wrote before. Raises ``Unreadable``."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("This is more than 5 MB. Save fewer citations at a time."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def entries_in(text: str) -> list[Entry]:
    """Return the entries of a file, each with a source or with what is wrong. Raises ``Unreadable``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Unreadable(_("This is more than 5 MB. Save fewer citations at a time."))
    entries: list[Entry] = []
    for number, read in enumerate(_reader(text)(text), start=1):
        if number > MOST_ENTRIES:
            raise Unreadable(_too_many())
        entries.append(Entry(number, problem=read) if isinstance(read, str) else entry_of(number, read))
    if not entries:
        raise Unreadable(_("There is no citation in it."))
    return entries


def _too_many() -> str:
    return _("These are more than 2,000 citations. Save fewer at a time.")


def _whole_bibtex(text: str) -> Iterator[Read]:
    try:
        yield from read_bibtex(text, MOST_ENTRIES)
    except TooMany as error:
        raise Unreadable(_too_many()) from error


def _whole_json(text: str) -> Iterator[Read]:
    try:
        yield from read_csl(text)
    except NoJson as error:
        raise Unreadable(_("It looks like CSL-JSON, but it is not whole. Save it anew.")) from error


# How each format begins, those with the clearest sign first.
FORMATS: tuple[tuple[re.Pattern[str], Callable[[str], Iterator[Read]]], ...] = (
    (NBIB_START, read_nbib),
    (RIS_START, read_ris),
    (BIBTEX_START, _whole_bibtex),
)


def _reader(text: str) -> Callable[[str], Iterator[Read]]:
    if _JSON.match(text):
        return _whole_json
    for start, reader in FORMATS:
        if start.search(text):
            return reader
    raise Unreadable(
        _(
            "This is none of the four formats. Save the citations as RIS, BibTeX, PubMed or CSL-JSON, "
            "and paste all of it, or choose the file."
        )
    )
