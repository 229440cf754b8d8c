"""Readers of the formats with a tag on each line: RIS, and what PubMed saves as nbib."""

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _

import rispy
from rispy.parser import ParseError

from .entries import Citation, Read

RIS_START = re.compile(r"^TY {1,2}-", re.MULTILINE)
NBIB_START = re.compile(r"^PMID- ", re.MULTILINE)
_RIS_TAG = re.compile(r"^([A-Z][A-Z0-9]) {1,2}- ?", re.MULTILINE)
_RIS_END = re.compile(r"^ER {1,2}-", re.MULTILINE)
_NBIB_TAG = re.compile(r"([A-Z]{2,4}) {0,2}- (.*)")
_NBIB_GOES_ON = re.compile(r"\n {6}")
_BROKEN = (ParseError, KeyError, IndexError, TypeError, ValueError, AttributeError)


class PubMedParser(rispy.RisParser):
    """RIS's parser with PubMed's tags, of up to four letters, and the names that we give to them."""

    START_TAG = "PMID"
    DEFAULT_MAPPING: ClassVar[dict[str, str]] = {
        "PMID": "pmid", "TI": "title", "BTI": "book", "AU": "names", "CN": "bodies", "JT": "journal",
        "TA": "journal_in_short", "VI": "volume", "IP": "issue", "PG": "pages", "DP": "date", "LID": "places",
        "AID": "numbers", "PT": "kinds", "ER": "end",
    }  # fmt: skip
    DEFAULT_LIST_TAGS: ClassVar[list[str]] = ["AU", "CN", "LID", "AID", "PT"]
    DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}

    def parse_line(self, line: str) -> tuple[str, str] | tuple[None, str]:
        """Return tag and content of a line."""
        found = _NBIB_TAG.match(line)
        return (found[1], found[2].strip()) if found else (None, line.strip())


def read_ris(text: str) -> Iterator[Read]:
    """Yield each entry of a RIS file, or what is wrong with it."""
    for chunk in _chunks(text, RIS_START):
        if not _RIS_END.search(chunk):
            yield _("It breaks off before its end.")
            continue
        record = _parsed(rispy.RisParser(), _RIS_TAG.sub(r"\1  - ", chunk))
        yield _("It cannot be read.") if record is None else _from_ris(record)


def read_nbib(text: str) -> Iterator[Read]:
    """Yield each entry of a file of PubMed, or what is wrong with it."""
    for chunk in _chunks(text, NBIB_START):
        lines = _NBIB_GOES_ON.sub(" ", chunk.strip())
        record = _parsed(PubMedParser(skip_unknown_tags=True), f"{lines}\nER  - ")
        yield _("It cannot be read.") if record is None else _from_nbib(record)


def _chunks(text: str, start: re.Pattern[str]) -> Iterator[str]:
    at = [found.start() for found in start.finditer(text)]
    for begin, end in zip(at, [*at[1:], len(text)], strict=True):
        yield text[begin:end]


def _parsed(parser: rispy.RisParser, chunk: str) -> dict[str, Any] | None:
    try:
        records = parser.parse(chunk)
    except _BROKEN:
        return None
    return records[0] if records else None


def _from_ris(record: dict[str, Any]) -> Citation:
    names = record.get("authors") or record.get("first_authors") or []
    accession = record.get("accession_number", "")
    is_pubmed = "pubmed" in f"{record.get('name_of_database', '')} {record.get('urls', '')}".lower()
    return Citation(
        names=names,
        title=_first(record, "title", "primary_title"),
        journal=_first(record, "alternate_title3", "journal_name", "secondary_title", "alternate_title2"),
        volume=_first(record, "volume"),
        issue=_first(record, "number"),
        pages="-".join(filter(None, [_first(record, "start_page"), _first(record, "end_page")])),
        year=_first(record, "year", "publication_year", "date"),
        numbers=[_first(record, "doi"), *record.get("urls", [])],
        pmid=accession if is_pubmed else "",
        kinds=[_first(record, "type_of_work")],
    )


def _from_nbib(record: dict[str, Any]) -> Citation:
    places = [*record.get("places", []), *record.get("numbers", [])]
    return Citation(
        names=[*record.get("names", []), *(f"{body}," for body in record.get("bodies", []))],
        title=_first(record, "title", "book"),
        journal=_first(record, "journal", "journal_in_short"),
        volume=_first(record, "volume"),
        issue=_first(record, "issue"),
        pages=_first(record, "pages"),
        year=_first(record, "date"),
        numbers=[place for place in places if place.endswith("[doi]")],
        pmid=_first(record, "pmid"),
        kinds=record.get("kinds", []),
    )


def _first(record: dict[str, Any], *names: str) -> str:
    return next((value for name in names if (value := record.get(name))), "")
