"""Command that makes drafts of a file from elsewhere, a WordPress export of any size among them."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles.importing.document import Document, Picture
from articles.importing.drafts.pictures import name_of
from articles.importing.drafts.statements import open_statements
from articles.importing.drafts.writer import CONDITIONS, INFORMATION, Drafts, NoPlaceForDrafts
from articles.importing.readers.kinds import is_export, read_file
from articles.importing.readers.refusals import UnreadableDocument
from articles.importing.wording import told
from articles.importing.wordpress.export import Export
from articles.importing.wordpress.pictures import PictureFolder
from clinic.models import User

MOST_BYTES_OF_ONE = 100 * 1024 * 1024
_LOOKS_AT = 8192


class Command(BaseCommand):
    """Makes a draft of each article in a file. Run again, it skips those of which a draft exists."""

    help = (
        "Make drafts of an article (Word, text, HTML) or of all posts and pages of a WordPress export. "
        "Nothing is published and nothing is fetched. Run again, it skips what it has brought before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--pictures", type=Path, help="a folder with the old site's uploads")
        parser.add_argument("--as", dest="kind", choices=(CONDITIONS, INFORMATION), default=CONDITIONS)
        parser.add_argument("--by", default="", help="e-mail address of the editor whose drafts they are")
        parser.add_argument("--dry-run", action="store_true", help="read and report, and store nothing")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Bring what the file holds, one article at a time."""
        if options["pictures"] and not options["pictures"].is_dir():
            raise CommandError(f"{options['pictures']} is no folder.")
        pictures = PictureFolder(options["pictures"])
        try:
            drafts = Drafts(options["kind"], _user(options["by"]), file.name)
            self._bring(file, pictures, drafts, is_dry=options["dry_run"])
        except NoPlaceForDrafts as error:
            raise CommandError(
                "The site has no list of conditions yet: add it in the admin first."
            ) from error
        except UnreadableDocument as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error

    def _bring(self, file: Path, pictures: PictureFolder, drafts: Drafts, *, is_dry: bool) -> None:
        with file.open("rb") as opened:
            export = (
                Export(lambda: file.open("rb"), pictures.find) if is_export(opened.read(_LOOKS_AT)) else None
            )
        documents = export.documents() if export else _one(file, pictures)
        counts = {"made": 0, "known": 0, "failed": 0}
        for document in documents:
            counts[self._document(document, drafts, is_dry=is_dry)] += 1
        left_out = ", ".join(f"{count} {name}" for name, count in export.left_out.items()) if export else ""
        if left_out:
            self.stdout.write(f"Left out of the export: {left_out}.")
        verb = "could be made" if is_dry else "made"
        self.stdout.write(
            f"Drafts {verb}: {counts['made']}. Brought before: {counts['known']}. Nothing is public."
        )
        if export and export.broken:
            raise CommandError(
                f"{export.broken} Everything before that line was read. Export it anew and run this again: "
                "what was brought is skipped."
            )
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} could not be stored; each is named above.")

    def _document(self, document: Document, drafts: Drafts, *, is_dry: bool) -> str:
        """Bring one article, tell about it, and return what became of it."""
        if drafts.is_known(document):
            return "known"
        try:
            page = _dry(document, drafts) if is_dry else drafts.write(document).page.specific
        except (DatabaseError, ValidationError) as error:
            self.stderr.write(f"Not stored: {document.title}: {type(error).__name__}")
            return "failed"
        count = len(open_statements(page))
        self.stdout.write(f"{page.title}: sentences that want a source: {count}")
        for sentences in told(document.notes).values():
            for sentence in sentences:
                self.stdout.write(f"  {sentence}")
        return "made"


def _dry(document: Document, drafts: Drafts) -> Any:
    for part in document.parts:
        if isinstance(part, Picture) and document.picture(part.address) is None:
            document.notes.add("lost_picture", name_of(part.address))
    return drafts.page_of(document, {})


def _one(file: Path, pictures: PictureFolder) -> Iterator[Document]:
    if file.stat().st_size > MOST_BYTES_OF_ONE:
        raise UnreadableDocument(f"{file.name} is larger than 100 MB, and no WordPress export.")
    yield read_file(file.read_bytes(), file.name, Document(picture=pictures.find))


def _user(email: str) -> User | None:
    if not email:
        return None
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"Nobody here has the e-mail address {email}.")
    return user
