"""Check that the role which a process signs in as has no more rights than serving a site takes."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError, connection

# What each row says of the role of this connection, whoever it is a member of.
_TOO_MUCH = """
SELECT what FROM (VALUES
    ('is a superuser', (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)),
    ('may make roles or databases, or copy the whole server', (
        SELECT rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
        FROM pg_roles WHERE rolname = session_user
    )),
    ('may run programs or open files on the server', EXISTS (
        SELECT 1 FROM pg_roles
        WHERE rolname IN ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
            AND pg_has_role(session_user, oid, 'MEMBER')
    )),
    ('owns tables, so that it can switch off what guards them', EXISTS (
        SELECT 1 FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
            AND pg_has_role(session_user, relowner, 'MEMBER')
    )),
    ('may empty tables at once', EXISTS (
        SELECT 1 FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
            AND has_table_privilege(session_user, oid, 'TRUNCATE')
    ))
) AS asked (what, is_so) WHERE is_so
"""


def rights_too_many() -> list[str]:
    """Return what the role of the connection may do, and no process that serves people should."""
    with connection.cursor() as cursor:
        cursor.execute(_TOO_MUCH)
        return [row[0] for row in cursor.fetchall()]


def refuse_mighty_role(setting: str) -> None:
    """Raise ImproperlyConfigured where the address in ``setting`` signs in as such a role.

    A database that is away stops no start: whoever comes is told so, and is given a phone number.
    """
    if not settings.DATABASE_ROLES_REQUIRED:
        return
    try:
        found = rights_too_many()
    except (OperationalError, InterfaceError):
        return
    finally:
        # Processes that are forked from this one each need a connection of their own.
        connection.close()
    if found:
        raise ImproperlyConfigured(
            f"{setting} signs in as a role that {found[0]}: set it to the address of a role that "
            "`manage.py create_database_roles` made (docs/operations.md)."
        )
