"""Django's `migrate`, as the owner of the tables; afterwards every role has its rights on all of them."""

import time
from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import OperationalError

from clinic.database.addresses import signed_in_as
from clinic.database.grants import give_rights
from clinic.database.unreachable import is_out_of_time

# The owner waits for a table for a second only, so that no patient waits behind a migration for long.
TRIES, PAUSE_SECONDS = 40, 3


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with signed_in_as(settings.DATABASE_OWNER):
            self._when_tables_are_free(*args, **options)
            if options["plan"] or options["check_unapplied"]:
                return
            if not give_rights() and options["verbosity"]:
                self.stdout.write(
                    "This Postgres has no roles for the site: `manage.py create_database_roles` makes them."
                )

    def _when_tables_are_free(self, *args: Any, **options: Any) -> None:
        """Apply the migrations; begin again, with the first that is left, where somebody uses a table."""
        for tries_left in reversed(range(TRIES)):
            try:
                super().handle(*args, **options)
            except OperationalError as error:
                if not is_out_of_time(error) or not tries_left:
                    raise
            else:
                return
            if options["verbosity"]:
                self.stdout.write(f"A table is in use. Trying again in {PAUSE_SECONDS} seconds.")
            time.sleep(PAUSE_SECONDS)
