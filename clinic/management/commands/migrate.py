"""Django's `migrate`, as the owner of the tables; afterwards every role has its rights on all of them.

It waits for another that runs, and lets patients go first wherever both need a table.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import Error, OperationalError, connection

from clinic.database.addresses import refuse_pooler, signed_in_as
from clinic.database.grants import give_rights
from clinic.database.trouble import NO_LOCK, code_of

# An ALTER TABLE that waits lets nobody else at the table: so it waits this long, then tries again later.
LOCK_MILLISECONDS = 500
TRIES, PAUSE_SECONDS = 40, 3
_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('clinic migrate', 0))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('clinic migrate', 0))"


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with signed_in_as(settings.DATABASE_OWNER):
            if options["plan"] or options["check_unapplied"]:
                super().handle(*args, **options)
                return
            refuse_pooler("DATABASE_OWNER_URL")
            with self._alone():
                self._when_tables_are_free(*args, **options)
                has_roles = give_rights()
        if options["verbosity"] and not has_roles:
            self.stdout.write(
                "This Postgres has no roles for the site: `manage.py create_database_roles` makes them."
            )

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Report progress; before each migration, say how long it may wait for a table.

        One outside a transaction would leave half of itself behind, such as an index that is not valid; what
        such a migration may contain stands in nobody's way.
        """
        if action in ("apply_start", "unapply_start"):
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = %s", [LOCK_MILLISECONDS if migration.atomic else 0])
        super().migration_progress_callback(action, migration, fake)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let no other migrate run during the block; waits for one that does.

        The lock is the connection's.
        """
        if not _is_ours():
            self.stdout.write("Another migrate is running. Waiting for it to end.")
            while not _is_ours():
                time.sleep(1)
        try:
            yield
        finally:
            # A connection that is gone has taken both with it.
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute(_UNLOCK)
                cursor.execute("RESET lock_timeout")

    def _when_tables_are_free(self, *args: Any, **options: Any) -> None:
        """Apply the migrations; begin again, with the first that is left, where somebody uses a table."""
        for _try in range(TRIES):
            try:
                super().handle(*args, **options)
            except OperationalError as error:
                if code_of(error) != NO_LOCK:
                    raise
            else:
                return
            self.stdout.write(f"\nA table is in use. Trying again in {PAUSE_SECONDS} seconds.")
            time.sleep(PAUSE_SECONDS)
        raise CommandError(
            "A table was in use all the time, so that not all migrations are applied. The site goes on as "
            "before. End what holds the table (select * from pg_stat_activity where state like 'idle in%'), "
            "then run migrate again."
        )


def _is_ours() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        return bool(cursor.fetchone()[0])
