"""Service of the admin's pages: takes a file or a paste, shows what it would become, and makes the drafts."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from articles.models import BroughtFile, ImportedArticle
from clinic.models import User

from .document import Document, Picture
from .drafts.pictures import name_of
from .drafts.writer import Drafts
from .readers.kinds import is_export, read_file, read_paste
from .readers.refusals import UnreadableDocument
from .wordpress.export import Export

# More than that takes longer than a browser waits.
MOST_DOCUMENTS = 50
# Files of one person that wait for their drafts, in the database, where patients' requests need the room.
MOST_WAITING = 20

TOO_MANY = _(
    "This export holds more than 50 articles. Ask whoever runs the server to bring it by command, as "
    "docs/importing.md says."
)


WAITING = _(
    "You have brought 20 files of which no draft was made yet. Make drafts of them, or let them go, "
    "and bring this one then."
)


@dataclass
class Reading:
    """Documents of one file, and at which line a damaged export ended."""

    documents: list[Document]
    broken: str = ""


@dataclass
class Made:
    """Drafts that were made, titles that were brought before, and at which line a damaged export ended."""

    articles: list[ImportedArticle] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    broken: str = ""


def take_file(name: str, content: bytes, user: User) -> BroughtFile:
    """Keep a file until drafts are made of it; raise UnreadableDocument if none can be."""
    brought = BroughtFile(name=name[:255], content=content, brought_by=user)
    return _kept(brought)


def take_paste(text: str, html: str, user: User) -> BroughtFile:
    """Keep what was pasted, by its HTML where the clipboard held it."""
    pasted = html if html.strip() else text
    brought = BroughtFile(
        name=str(_("Pasted text")),
        content=pasted.encode("utf-8", errors="replace"),
        is_pasted_html=bool(html.strip()),
        brought_by=user,
    )
    return _kept(brought)


def _kept(brought: BroughtFile) -> BroughtFile:
    if BroughtFile.objects.filter(brought_by=brought.brought_by).count() >= MOST_WAITING:
        raise UnreadableDocument(WAITING)
    reading = read(brought)
    if not reading.documents and not reading.broken:
        raise UnreadableDocument(_("This export holds no posts and no pages."))
    if not reading.documents:
        raise UnreadableDocument(reading.broken)
    brought.save()
    return brought


def read(brought: BroughtFile) -> Reading:
    """Return what a kept file holds."""
    content = bytes(brought.content)
    if not is_export(content):
        return Reading([_one(brought, content)])
    export = Export(lambda: io.BytesIO(content))
    documents = list(islice(export.documents(), MOST_DOCUMENTS + 1))
    if len(documents) > MOST_DOCUMENTS:
        raise UnreadableDocument(TOO_MANY)
    return Reading(documents, export.broken)


def _one(brought: BroughtFile, content: bytes) -> Document:
    if brought.is_pasted_html:
        return read_paste("", content.decode(), Document())
    return read_file(content, brought.name, Document())


def previews(reading: Reading, kind: str) -> Iterator[tuple[Document, Any]]:
    """Yield each document with the page that it would become; nothing is stored."""
    drafts = Drafts(kind)
    for document in reading.documents:
        for part in document.parts:
            if isinstance(part, Picture) and document.picture(part.address) is None:
                document.notes.add("lost_picture", name_of(part.address))
        yield document, drafts.page_of(document, {})


def make_drafts(brought: BroughtFile, kind: str, user: User) -> Made:
    """Make the drafts and let the file go; what was brought before stays as it is."""
    with transaction.atomic():
        # Pressed twice, the second waits here, and then finds nothing.
        held = BroughtFile.objects.select_for_update().get(pk=brought.pk)
        reading = read(held)
        drafts = Drafts(kind, user, held.name)
        made = Made(broken=reading.broken)
        for document in reading.documents:
            if drafts.is_known(document):
                made.known.append(document.title)
            else:
                made.articles.append(drafts.write(document))
        held.delete()
    return made
