"""Command that verifies the records of reads and of accounts: nothing changed, nothing missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic.database.verification import Anchor, verify


class Command(BaseCommand):
    help = (
        "Verify that no record of a read or of an account was changed or removed; otherwise, say where the "
        "first one is, and end with code 1. At the end, records could be cut off unnoticed, but not before "
        "an anchor: take one from a mail to the owner, or from a log that is kept elsewhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor", action="append", default=[], metavar="TABLE:NUMBER:HASH", help="May be given often."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            anchors = [Anchor.read(text) for text in options["anchor"]]
        except ValueError:
            raise CommandError("An anchor has the form table:number:hash, as it was told.") from None
        is_broken = False
        for found in verify(anchors):
            is_broken = is_broken or bool(found.broken)
            self.stdout.write(f"{found.chain}: {found.rows} records. {found.broken or 'All are whole.'}")
            if found.head:
                self.stdout.write(f"  The last one: {found.head}")
        if is_broken:
            raise CommandError("The records were tampered with.")
