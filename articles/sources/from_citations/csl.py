"""Reader and writer of CSL-JSON, in which reference managers exchange citations."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Source

from .entries import DESIGNS, RETRACTED, Citation, Read
from .text import plain


class NoJson(Exception):
    """Error: the text is not whole JSON, or holds no list of entries."""


def read_csl(text: str) -> Iterator[Read]:
    """Yield each entry, or what is wrong with it. Raises ``NoJson``."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoJson from error
    if isinstance(content, dict):
        content = content.get("items", [content])
    if not isinstance(content, list):
        raise NoJson
    for item in content:
        yield _citation(item) if isinstance(item, dict) else _("It is no entry of a citation.")


def _citation(item: dict[str, Any]) -> Citation:
    names = item.get("author")
    return Citation(
        names=[_name(name) for name in names if isinstance(name, dict)] if isinstance(names, list) else [],
        title=plain(item.get("title")),
        journal=plain(item.get("container-title")) or plain(item.get("publisher")),
        volume=plain(item.get("volume")),
        issue=plain(item.get("issue")),
        pages=plain(item.get("page")),
        year=_year(item.get("issued")),
        numbers=[plain(item.get("DOI")), plain(item.get("URL"))],
        pmid=plain(item.get("PMID")),
        kinds=[plain(item.get("genre")), plain(item.get("status"))],
    )


def _name(name: dict[str, Any]) -> str:
    if literal := plain(name.get("literal")):
        return f"{literal},"
    particle = plain(name.get("non-dropping-particle"))
    last = " ".join(filter(None, [particle, plain(name.get("family"))]))
    given = plain(name.get("given"))
    return f"{last}, {given}" if given else f"{last},"


def _year(issued: Any) -> str:
    if not isinstance(issued, dict):
        return plain(issued)
    match issued.get("date-parts"):
        case [[year, *_rest], *_others]:
            return plain(year)
    return plain(issued.get("raw")) or plain(issued.get("literal"))


def as_csl(sources: Iterable[Source]) -> str:
    """Return sources that are not stored yet as CSL-JSON, which ``read_csl`` reads as the same again."""
    return json.dumps([_item(source) for source in sources], ensure_ascii=False)


def _item(source: Source) -> dict[str, Any]:
    item = {
        "author": [{"literal": source.authors}] if source.authors else [],
        "title": source.title,
        "container-title": source.journal,
        "issued": {"raw": str(source.year)},
        "DOI": source.doi,
        "PMID": source.pmid,
        "URL": source.url,
        "genre": next((words for words, design in DESIGNS if design == source.design), ""),
        "status": RETRACTED if source.is_retracted else "",
    }
    return {name: value for name, value in item.items() if value}
