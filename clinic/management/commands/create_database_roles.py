"""Command that makes the roles of the site on a Postgres, once, as an administrator of that Postgres."""

from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

import psycopg2

from clinic import env
from clinic.database.roles import Roles, make_roles
from clinic.database.trouble import why_it_ended


class Command(BaseCommand):
    help = (
        "Make the database roles that DATABASE_URL, DATABASE_WORKER_URL, DATABASE_OWNER_URL and, if it is "
        "set, DATABASE_BACKUP_URL name, with their passwords, and give them the database. DATABASE_ADMIN_URL "
        "is the address of an administrator of that Postgres, in the same database. Then run `migrate`. "
        "Running it again sets the passwords."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="Print nothing when all is well.")

    def handle(self, *args: Any, **options: Any) -> None:
        roles = Roles(settings.DATABASE_ROLES)
        passwords = dict(
            password_of(*expected)
            for expected in (
                ("DATABASE_URL", roles.web),
                ("DATABASE_WORKER_URL", roles.worker),
                ("DATABASE_OWNER_URL", roles.owner),
                # Who makes no backups has none.
                *([("DATABASE_BACKUP_URL", roles.backup)] if env.is_set("DATABASE_BACKUP_URL") else []),
            )
        )
        place = env.database("DATABASE_ADMIN_URL")
        try:
            connection = psycopg2.connect(
                host=place["HOST"] or None,
                port=place["PORT"] or None,
                user=place["USER"] or None,
                password=place["PASSWORD"] or None,
                dbname=place["NAME"],
                connect_timeout=10,
            )
            with closing(connection):
                connection.autocommit = True
                make_roles(connection, roles, passwords)
        except psycopg2.OperationalError as error:
            raise CommandError(why_it_ended(error, place)) from None
        except psycopg2.Error as error:
            # Not the error's own words: they may repeat a statement, and with it a password.
            raise CommandError(
                f"Postgres refused ({type(error).__name__}, code {error.pgcode}). DATABASE_ADMIN_URL must be "
                "the address of a superuser, or of the database's owner if that may create roles."
            ) from None
        if not options["quiet"]:
            names = ", ".join((*roles.that_sign_in, roles.retention))
            self.stdout.write(f"The roles {names} are there. Now: manage.py migrate")


def password_of(setting: str, role: str) -> tuple[str, str]:
    """Return the role and the password in the address ``setting``, which must be that role's."""
    place = env.database(setting)
    if place["USER"] != role:
        raise CommandError(f"{setting} must sign in as {role} (DATABASE_ROLES says how the names begin).")
    if not place["PASSWORD"]:
        raise CommandError(f"{setting} has no password.")
    return role, place["PASSWORD"]
