"""Adds sources from a file of citations: RIS, BibTeX, PubMed (nbib) or CSL-JSON. None of them is checked."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.sources.from_citations.adding import add_sources, mark_duplicates
from articles.sources.from_citations.reading import Unreadable, decoded, entries_in


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="says what it would add, and adds nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entries = entries_in(decoded(options["file"].read_bytes()))
        except (OSError, Unreadable) as error:
            raise CommandError(str(error)) from error
        mark_duplicates(entries)
        if not options["dry_run"]:
            add_sources(entries, None)
        for entry in entries:
            said = entry.problem or ", ".join(entry.missing)
            self.stdout.write(f"{entry.number}\t{entry.source or ''}\t{said}")
