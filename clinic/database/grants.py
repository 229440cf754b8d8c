"""Rights of the roles on tables, given anew after each migration from what the apps declare.

An app's ``restricted_tables`` names the tables where a role may do less than its default; everything else has
the default.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    backup: tuple[str, ...] = (READ,)


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
    """Give each role exactly its rights on tables and functions; return False where there are no such roles.

    In one transaction: a site that runs meanwhile never lacks a right.
    """
    roles = Roles(settings.DATABASE_ROLES)
    with transaction.atomic(), connection.cursor() as cursor:
        wanted = [roles.web, roles.worker, roles.retention, roles.backup]
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [wanted])
        there = {row[0] for row in cursor.fetchall()}
        if roles.retention not in there:
            return False
        # That of backups is missing where an earlier release made the roles.
        given = [name for name in wanted if name in there]
        for statement in _statements(roles, given, connection.introspection.table_names(cursor)):
            cursor.execute(statement)
    return True


# Not those of extensions. A trigger's function runs whoever may run it, and a dump that is restored lets
# everybody run every function again.
_NO_FUNCTIONS = """
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT p.oid::regprocedure AS name FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
            SELECT 1 FROM pg_depend AS d
            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
        )
    LOOP
        EXECUTE format('REVOKE ALL ON ROUTINE %s FROM PUBLIC, {every}', found.name);
    END LOOP;
END $$
"""


def _statements(roles: Roles, given: Sequence[str], tables: Iterable[str]) -> Iterator[sql.Composed]:
    every = sql.SQL(", ").join(map(sql.Identifier, given))
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {}").format(every)
    yield sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {}").format(every)
    yield sql.SQL(_NO_FUNCTIONS).format(every=every)
    yield sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(every)
    if roles.backup in given:
        yield sql.SQL("GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(
            sql.Identifier(roles.backup)
        )
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
            (roles.backup, rights.backup),
        ):
            alike.setdefault((role, verbs), []).append(table)
    for (role, verbs), named in alike.items():
        if verbs and role in given:
            yield sql.SQL("GRANT {verbs} ON {tables} TO {role}").format(
                # Constants of the code, columns included.
                verbs=sql.SQL(", ".join(verbs)),
                tables=sql.SQL(", ").join(map(sql.Identifier, named)),
                role=sql.Identifier(role),
            )
