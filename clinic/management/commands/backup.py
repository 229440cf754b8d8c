"""Command that saves database and pictures in one file that nobody on this server can open."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic.backups.errors import BackupError
from clinic.backups.making import is_due, make_backup
from clinic.database.addresses import refuse_pooler, signed_in_as


class Command(BaseCommand):
    help = (
        "Save database and pictures in one file in BACKUP_FOLDER, sealed for whoever holds the private key "
        "of BACKUP_PUBLIC_KEY, and remove the oldest that are more than BACKUPS_KEPT. docs/backups.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-due", action="store_true", help="Only when the last one is BACKUP_EVERY_HOURS old."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with signed_in_as(settings.DATABASE_BACKUP):
            refuse_pooler("DATABASE_BACKUP_URL")
            if options["if_due"] and settings.BACKUP_PUBLIC_KEY and not is_due():
                return
            try:
                backup = make_backup()
            except BackupError as error:
                raise CommandError(str(error)) from None
        self.stdout.write(
            f"{settings.BACKUP_FOLDER / backup.file}: {backup.rows} rows, {backup.files} pictures, "
            f"{backup.size} bytes, read back. sha256 {backup.sha256}"
        )
