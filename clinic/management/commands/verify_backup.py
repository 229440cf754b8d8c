"""Command that says whether a backup can be trusted: by its checksum, or, with the key, by restoring it."""

from pathlib import Path
from typing import Any

from django import db
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models.functions import Now

from clinic import env
from clinic.backups.errors import BackupError
from clinic.backups.sealing import read_identities, sha256_of
from clinic.backups.trying import Trial, is_sealed, try_out
from clinic.database.addresses import signed_in_as
from clinic.models import Backup


class Command(BaseCommand):
    help = (
        "Restore a backup into a Postgres that is gone afterwards, and count. Without --identity, on the "
        "server, only say whether the file is the one that was written. docs/backups.md."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="The backup.")
        parser.add_argument("--identity", type=Path, help="The file of the private key; never on the server.")
        parser.add_argument(
            "--passed", metavar="SHA256", default="", help="Note here that this backup was tried elsewhere."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path, identity, passed = options["file"], options["identity"], options["passed"]
        try:
            if passed:
                self._note(passed)
            elif path is None:
                raise BackupError("Name a backup.")
            elif identity is None:
                self._compare(path)
            else:
                place = env.other_database("DATABASE_SCRATCH_URL")
                self._tell(path, try_out(path, read_identities(identity), place))
        except BackupError as error:
            raise CommandError(str(error)) from None

    def _note(self, sha256: str) -> None:
        with signed_in_as(settings.DATABASE_BACKUP):
            if not Backup.objects.filter(sha256=sha256).update(tried_at=Now()):
                raise BackupError("This site has made no backup with that sha256.")
        self.stdout.write("The owner's page says from now on that this backup was tried.")

    def _compare(self, path: Path) -> None:
        """Say what can be known without the key."""
        if not is_sealed(path):
            raise BackupError("The file is no backup, or its beginning is damaged.")
        with signed_in_as(settings.DATABASE_BACKUP):
            known = Backup.objects.filter(sha256=sha256_of(path)).first()
        if known is None:
            raise BackupError(
                "This site has made no backup that is the same byte for byte: the file was changed."
            )
        self.stdout.write(
            f"Byte for byte the file that was written, with the database of {known.made_at:%F %H:%M} UTC: it "
            "was kept well. Whether your private key opens it, and whether what is in it can be restored, "
            "only a trial with --identity tells, on a machine that is not this server."
        )

    def _tell(self, path: Path, trial: Trial) -> None:
        if trial.wrong:
            self.stderr.write("\n".join(trial.wrong))
            raise BackupError("What was restored is not what was saved.")
        manifest = trial.manifest
        self.stdout.write(
            f"Restored and counted: {sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, as of "
            f"{manifest.made_at}; {len(manifest.pictures)} pictures are whole."
        )
        if trial.are_records_verified:
            self.stdout.write("The records of reads and of accounts are whole.")
        else:
            self.stdout.write("An earlier release made it: its records are verified when it is restored.")
        sha256 = sha256_of(path)
        try:
            self._note(sha256)
        except (BackupError, db.Error):
            self.stdout.write(f"On the server, let the owner know: manage.py verify_backup --passed {sha256}")
