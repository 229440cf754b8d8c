"""Rights of the roles on tables, given anew after each migration from what the apps declare.

An app's ``restricted_tables`` names the tables where a role may do less than its default; everything else has
the default.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from psycopg2 import sql

from .roles import Roles

READ, ADD, CHANGE, REMOVE = "SELECT", "INSERT", "UPDATE", "DELETE"
EVERYTHING = (READ, ADD, CHANGE, REMOVE)
NOTHING: tuple[str, ...] = ()
# Who may sign in, how, and what they may do: the worker publishes pages and sends mail, and only reads these.
_OF_ACCOUNTS = (
    "account_",
    "auth_",
    "clinic_user_groups",
    "clinic_user_user_permissions",
    "django_content_type",
    "mfa_",
    "wagtailcore_grouppagepermission",
    "wagtailcore_groupcollectionpermission",
)


@dataclass(frozen=True)
class Rights:
    """Rights of the roles to one table: verbs, or verbs with a column, as ``UPDATE (due_at)``."""

    web: tuple[str, ...] = EVERYTHING
    worker: tuple[str, ...] = EVERYTHING
    retention: tuple[str, ...] = NOTHING


def restricted_tables() -> dict[str, Rights]:
    """Return what the apps declare, by the table's name."""
    found: dict[str, Rights] = {}
    for config in apps.get_app_configs():
        found |= getattr(config, "restricted_tables", {})
    return found


def rights_on(table: str, restricted: Mapping[str, Rights]) -> Rights:
    """Return the rights on a table."""
    if table == "django_migrations":
        # Health tells whether the tables are those of the code.
        return Rights(web=(READ,), worker=(READ,))
    if table in restricted:
        return restricted[table]
    return Rights(worker=(READ,) if table.startswith(_OF_ACCOUNTS) else EVERYTHING)


def give_rights() -> bool:
    """Give each role exactly its rights on all tables; return False where the server has no such roles.

    In one transaction: a site that runs meanwhile never lacks a right.
    """
    roles = Roles(settings.DATABASE_ROLES)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [roles.retention])
        if cursor.fetchone() == (0,):
            return False
        for statement in _statements(roles, connection.introspection.table_names(cursor)):
            cursor.execute(statement)
    return True


def _statements(roles: Roles, tables: Iterable[str]) -> Iterator[sql.Composed]:
    every = sql.SQL(", ").join(map(sql.Identifier, (roles.web, roles.worker, roles.retention)))
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {}").format(every)
    yield sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {}").format(every)
    yield sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(every)
    restricted = restricted_tables()
    # Made by clinic/database/chaining.py.
    yield sql.SQL("GRANT EXECUTE ON FUNCTION clinic_forget_records TO {}").format(
        sql.Identifier(roles.retention)
    )
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for table in sorted(tables):
        rights = rights_on(table, restricted)
        for role, verbs in (
            (roles.web, rights.web),
            (roles.worker, rights.worker),
            (roles.retention, rights.retention),
        ):
            alike.setdefault((role, verbs), []).append(table)
    for (role, verbs), named in alike.items():
        if verbs:
            yield sql.SQL("GRANT {verbs} ON {tables} TO {role}").format(
                # Constants of the code, columns included.
                verbs=sql.SQL(", ".join(verbs)),
                tables=sql.SQL(", ").join(map(sql.Identifier, named)),
                role=sql.Identifier(role),
            )
