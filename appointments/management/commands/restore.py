"""Command that makes this site from a backup. Notices of before stay where they are."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import db
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.models.functions import Now

import pyrage

from appointments.models import Notice, NoticeFreeze
from appointments.models.key_checks import ForeignKeys, keys_fit
from appointments.services.frozen_notices import freeze_notices
from clinic.accounts.ending import end_all_sessions
from clinic.backups import restoring
from clinic.backups.archive import Manifest
from clinic.backups.errors import BackupError
from clinic.backups.sealing import read_identities, sha256_of
from clinic.database.addresses import refuse_pooler, signed_in_as
from clinic.database.verification import verify
from clinic.models import Backup

_NEXT = """Next:
1. Start the site, sign in, and look at the requests and at some pages.
2. Frozen notices: {frozen}. Nobody can know which were sent since the backup was made. `manage.py
   release_notices` shows how many there are; --send sends them, --sent-before drops them.
3. What came in after {made_at} is not here: ask the desk's mailbox for the references of later requests.
   What patients had erased since then is here again: erase it once more (docs/privacy/how-long.md).
4. Make a new backup: `manage.py backup`. Take the private key off this machine."""


class Command(BaseCommand):
    help = (
        "Restore a backup into a database that nobody has used yet, whose roles `create_database_roles` "
        "has made, with its pictures. All sessions end, and no notice of before goes out until "
        "`release_notices`: docs/backups.md."
    )
    # They would ask the database that is not there yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The backup.")
        parser.add_argument("--identity", type=Path, required=True, help="The file of the private key.")
        parser.add_argument(
            "--replace-pictures", action="store_true", help="Let its pictures replace those of the same name."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with signed_in_as(settings.DATABASE_OWNER):
                refuse_pooler("DATABASE_OWNER_URL")
                identities = read_identities(options["identity"])
                manifest = self._look(options["file"], identities, replaces=options["replace_pictures"])
                wrong = self._restore(options["file"], identities)
                wrong += self._make_safe(options["file"], manifest)
                frozen = Notice.objects.frozen().count()
        except BackupError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"The backup could not be restored: {error.strerror or error}") from None
        except db.Error as error:
            raise CommandError(
                f"Postgres refused ({type(error).__name__}). DATABASE_OWNER_URL must be the address of the "
                "owner that `manage.py create_database_roles` made."
            ) from None
        self.stdout.write(_NEXT.format(frozen=frozen, made_at=manifest.made_at))
        if wrong:
            self.stderr.write("\n".join(wrong))
            raise CommandError(
                "The backup is restored, but not all is well: mend the above before you start."
            )

    def _look(self, path: Path, identities: Sequence[pyrage.x25519.Identity], *, replaces: bool) -> Manifest:
        """Refuse, before anything is written, whatever could not end well."""
        restoring.refuse_used_database()
        if not replaces:
            restoring.refuse_pictures()
        return restoring.read_whole(path, identities)

    def _restore(self, path: Path, identities: Sequence[pyrage.x25519.Identity]) -> list[str]:
        wrong = restoring.restore(path, identities, settings.MEDIA_ROOT)
        # Rights are no part of a dump: until they are given, no worker that runs on can read a notice.
        if NoticeFreeze._meta.db_table in connection.introspection.table_names():
            freeze_notices()
        call_command("migrate", interactive=False, verbosity=0)
        return wrong

    def _make_safe(self, path: Path, manifest: Manifest) -> list[str]:
        """Do what must be done before a worker starts, and return in sentences what is not well."""
        freeze_notices()
        end_all_sessions()
        Backup.objects.create(
            made_at=manifest.made_at,
            restored_at=Now(),
            file=path.name[:80],
            size=path.stat().st_size,
            sha256=sha256_of(path),
            rows=sum(manifest.rows.values()),
            files=len(manifest.pictures),
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(
            f"Restored as of {manifest.made_at}: {sum(manifest.rows.values())} rows in "
            f"{len(manifest.rows)} tables, {len(manifest.pictures)} pictures."
        )
        wrong = [] if keys_fit() else [str(ForeignKeys())]
        for found in verify():
            self.stdout.write(f"{found.chain}: {found.rows} records. {found.broken or 'All are whole.'}")
            wrong += [found.broken] if found.broken else []
        return wrong
