"""Entry of a citation file: what was understood of one publication, and why it cannot be added."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.editing.source_forms import DOI_ADDRESS, PUBMED_ADDRESS
from articles.models import Source

from .authors import authors_in_short
from .text import plain

FIRST_YEAR, LAST_YEAR = 1900, 2100
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# What publishers call a kind of study, the more exact ones first. Nothing is told from a title.
DESIGNS = (
    ("network meta-analysis", Source.Design.NETWORK_META_ANALYSIS),
    ("systematic review", Source.Design.SYSTEMATIC_REVIEW),
    ("meta-analysis", Source.Design.SYSTEMATIC_REVIEW),
    ("practice guideline", Source.Design.GUIDELINE),
    ("guideline", Source.Design.GUIDELINE),
    ("randomized controlled trial", Source.Design.RANDOMIZED_TRIAL),
)
RETRACTED = "retracted publication"


@dataclass
class Citation:
    """Fields of one publication as its file names them, in plain text."""

    names: list[str] = field(default_factory=list)
    title: str = ""
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    year: str = ""
    # Wherever a file puts them: numbers and addresses of the publication.
    numbers: list[str] = field(default_factory=list)
    pmid: str = ""
    kinds: list[str] = field(default_factory=list)


# One entry as a reader hands it over, or what is wrong with it.
Read = Citation | str


@dataclass
class Entry:
    """Source that an entry would become, or why it becomes none."""

    number: int
    source: Source | None = None
    problem: str = ""
    is_here_already: bool = False

    @property
    def is_new(self) -> bool:
        """True if it can be added."""
        return self.source is not None and not self.problem

    @property
    def missing(self) -> list[str]:
        """Names of the fields that somebody has to fill in, as no citation says them."""
        needed = ("authors", "design", "finding", "certainty")
        return _labels(name for name in needed if self.source and not getattr(self.source, name))


def entry_of(number: int, citation: Citation) -> Entry:
    """Return the entry with a source that nobody has checked, or with the reason why there is none."""
    source = Source(
        authors=authors_in_short(citation.names),
        title=plain(citation.title).rstrip("."),
        journal=_place(citation),
        doi=_doi(citation.numbers),
        pmid=_pmid([citation.pmid, *citation.numbers]),
        design=_design(citation.kinds),
        is_retracted=RETRACTED in map(str.casefold, citation.kinds),
    )
    if year := _year(citation.year):
        source.year = year
    if not source.doi and not source.pmid:
        source.url = _address(citation.numbers)
    return Entry(number, source, problem=_problem(source))


def _problem(source: Source) -> str:
    if not source.title or source.year is None:
        return _("It has no title or no year.")
    try:
        source.clean_fields(exclude={"authors", "design", "finding", "certainty", "verified_by", "typed_by"})
    except ValidationError as error:
        return _("This cannot be right: %(fields)s.") % {"fields": ", ".join(_labels(error.message_dict))}
    return ""


def _labels(names: Iterable[str]) -> list[str]:
    wanted = set(names)
    return [str(field.verbose_name) for field in Source.compared_fields() if field.name in wanted]


def _place(citation: Citation) -> str:
    """Return journal, volume, issue and pages as "JAMA Internal Medicine 184(12):1417-1424"."""
    volume = plain(citation.volume)
    volume += f"({issue})" if (issue := plain(citation.issue)) else ""
    pages = re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", plain(citation.pages))
    place = ":".join(filter(None, [volume, pages]))
    return " ".join(filter(None, [plain(citation.journal).rstrip("."), place]))


def _year(date: str) -> int | None:
    found = _YEAR.search(plain(date))
    return int(found.group()) if found else None


def _doi(numbers: list[str]) -> str:
    for number in numbers:
        bare = DOI_ADDRESS.sub("", plain(number))
        if found := _DOI.match(bare) or (_DOI.search(bare) if "doi" in number.lower() else None):
            return found.group().removesuffix("[doi]").rstrip(".,;")
    return ""


def _pmid(numbers: list[str]) -> str:
    for place, number in enumerate(numbers):
        text = plain(number)
        bare = PUBMED_ADDRESS.sub("", text).strip("/ ")
        # A bare number is PubMed's only where the file calls it so.
        if re.fullmatch(r"\d{1,8}", bare, re.ASCII) and (place == 0 or bare != text):
            return bare
    return ""


def _design(kinds: list[str]) -> str:
    said = {plain(kind).casefold() for kind in kinds}
    return next((str(design) for words, design in DESIGNS if words in said), "")


def _address(numbers: list[str]) -> str:
    addresses = (text for number in numbers if re.match(r"https?://\S+$", text := plain(number)))
    return next(addresses, "")
