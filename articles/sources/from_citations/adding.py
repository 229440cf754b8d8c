"""Service that adds sources from citations: each once, and none of them checked."""

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wagtail.log_actions import log

from articles.models import Source
from articles.statements.folding import fold
from clinic.models import User

from .entries import Entry

_NO_WORD = re.compile(r"[\W_]+")


def mark_duplicates(entries: list[Entry]) -> None:
    """Say of each entry whether its source is here already, or stands further up in the same file."""
    stored = Source.objects.only("authors", "year", "title", "doi", "pmid")
    known = {sign: source.short_name for source in stored for sign in _signs(source)}
    above: dict[str, int] = {}
    for entry in entries:
        if not entry.is_new or entry.source is None:
            continue
        signs = _signs(entry.source)
        if name := next((known[sign] for sign in signs if sign in known), ""):
            entry.is_here_already = True
            entry.problem = _("It is here already: %(source)s.") % {"source": name}
        elif number := next((above[sign] for sign in signs if sign in above), 0):
            entry.is_here_already = True
            entry.problem = _("It is the same as number %(number)s.") % {"number": number}
        above.update(dict.fromkeys(signs, entry.number))


def _signs(source: Source) -> list[str]:
    """Return what two entries about one publication share: DOI, PubMed number, or title and year."""
    title = _NO_WORD.sub("", fold(source.title))
    signs = [f"doi {source.doi.lower()}"] if source.doi else []
    signs += [f"pmid {source.pmid}"] if source.pmid else []
    return [*signs, f"title {title} {source.year}"]


def add_sources(entries: list[Entry], user: User | None) -> list[Source]:
    """Store the new ones among the entries, and return them; an entry that is not stored says why."""
    mark_duplicates(entries)
    return [entry.source for entry in entries if entry.source and entry.is_new and _stored(entry, user)]


def _stored(entry: Entry, user: User | None) -> bool:
    source = entry.source
    if source is None:
        return False
    source.typed_by = user
    try:
        with transaction.atomic():
            source.save()
            log(source, "wagtail.create", user=user)
    except IntegrityError:
        # Somebody else added the same one in between.
        entry.problem, entry.is_here_already = _("Somebody added it just now."), True
        return False
    return True
