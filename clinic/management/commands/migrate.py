"""Django's `migrate`, as the owner of the tables; afterwards every role has its rights on all of them."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate

from clinic.database.addresses import signed_in_as
from clinic.database.grants import give_rights


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with signed_in_as(settings.DATABASE_OWNER):
            super().handle(*args, **options)
            if options["plan"] or options["check_unapplied"]:
                return
            if not give_rights() and options["verbosity"]:
                self.stdout.write(
                    "This Postgres has no roles for the site: `manage.py create_database_roles` makes them."
                )
