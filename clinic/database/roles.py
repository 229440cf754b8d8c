"""Roles of the database: their names, and how an administrator of Postgres makes them.

Needs no settings: the embedded Postgres makes them before Django starts.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extensions import encrypt_password

from .limits import OWNER, WEB, WORKER

PREFIX = "clinic"


@dataclass(frozen=True)
class Roles:
    """Names of the five roles of one clinic. Two clinics on one server have different prefixes.

    ``owner`` changes tables, and only ``migrate`` signs in as it. ``web`` and ``worker`` are those of the two
    processes. ``backup`` reads everything, for ``manage.py backup``. ``retention`` cannot sign in: the worker
    becomes it for as long as it erases.
    """

    prefix: str = PREFIX

    @property
    def owner(self) -> str:
        return f"{self.prefix}_owner"

    @property
    def web(self) -> str:
        return f"{self.prefix}_web"

    @property
    def worker(self) -> str:
        return f"{self.prefix}_worker"

    @property
    def backup(self) -> str:
        return f"{self.prefix}_backup"

    @property
    def retention(self) -> str:
        return f"{self.prefix}_retention"

    @property
    def that_sign_in(self) -> tuple[str, str, str, str]:
        """The roles that have an address of their own."""
        return self.owner, self.web, self.worker, self.backup


_CREATE = "CREATE ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
# An administrator who is no superuser may give away only what a role has that they belong to.
_BELONG = """
DO $$ BEGIN
    IF NOT pg_has_role(current_user, {name}, 'MEMBER') THEN
        EXECUTE format('GRANT %I TO CURRENT_USER', {name});
    END IF;
END $$
"""
# A database of an earlier release, whose tables belong to whoever ran it, changes hands as well.
_ADOPT = """
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT c.oid::regclass AS name, c.relkind AS kind FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
            AND pg_get_userbyid(c.relowner) <> {owner}
            -- Neither what an extension brought nor a sequence that goes with its column.
            AND NOT EXISTS (
                SELECT 1 FROM pg_depend AS d
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'a', 'i')
                    AND (d.deptype = 'e' OR c.relkind = 'S')
            )
    LOOP
        EXECUTE format('ALTER %s %s OWNER TO %I',
            CASE found.kind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                ELSE 'TABLE' END, found.name, {owner});
    END LOOP;
    FOR found IN
        SELECT p.oid::regprocedure AS name FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND pg_get_userbyid(p.proowner) <> {owner}
            AND NOT EXISTS (
                SELECT 1 FROM pg_depend AS d
                WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
            )
    LOOP
        EXECUTE format('ALTER ROUTINE %s OWNER TO %I', found.name, {owner});
    END LOOP;
END $$
"""


def make_roles(connection: Connection, roles: Roles, passwords: Mapping[str, str] | None = None) -> None:
    """Make the roles that are missing, set ``passwords``, and give them the database of the connection.

    The connection is an administrator's, in autocommit. Running it again changes nothing.
    """
    every = (*roles.that_sign_in, roles.retention)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(every)])
        existing = {row[0] for row in cursor.fetchall()}
        for name in every:
            if name not in existing:
                signs_in = "NOLOGIN" if name == roles.retention else "LOGIN"
                # The worker has the rights of retention only while it says so.
                inherits = "NOINHERIT" if name == roles.worker else "INHERIT"
                cursor.execute(sql.SQL(f"{_CREATE} {signs_in} {inherits}").format(sql.Identifier(name)))
        for name, password in (passwords or {}).items():
            if _has_password(cursor, name, password):
                continue
            # Hashed here: the server, its log and its list of running statements never have the password.
            hashed = encrypt_password(password, name, connection, "scram-sha-256")
            cursor.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(hashed))
            )
        for name, limits in ((roles.owner, OWNER), (roles.web, WEB), (roles.worker, WORKER)):
            for setting, value in limits.settings().items():
                cursor.execute(
                    sql.SQL("ALTER ROLE {} SET {} = {}").format(
                        sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)
                    )
                )
        cursor.execute(sql.SQL(_BELONG).format(name=sql.Literal(roles.owner)))
        for statement in _of_the_database(connection.info.dbname, roles):
            cursor.execute(statement)
        cursor.execute(sql.SQL(_ADOPT).format(owner=sql.Literal(roles.owner)))


def _has_password(cursor: Cursor, name: str, password: str) -> bool:
    """Return whether the role has this password already, as far as the administrator may look.

    Set once more it would have another hash, and a pooler that was told the first would be refused.
    """
    try:
        cursor.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [name])
    except InsufficientPrivilege:
        return False
    [kept] = cursor.fetchone() or [None]
    method, _, rest = (kept or "").partition("$")
    if method != "SCRAM-SHA-256":
        return False
    rounds, _, rest = rest.partition(":")
    salt, _, stored = rest.partition("$")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(rounds))
    client = hmac.digest(salted, b"Client Key", "sha256")
    return stored.partition(":")[0] == base64.b64encode(hashlib.sha256(client).digest()).decode()


def _of_the_database(name: str, roles: Roles) -> list[sql.Composed]:
    """Return what belongs to the database and its schema. What belongs to tables follows each migration."""
    known = {
        "database": sql.Identifier(name),
        "owner": sql.Identifier(roles.owner),
        "web": sql.Identifier(roles.web),
        "worker": sql.Identifier(roles.worker),
        "backup": sql.Identifier(roles.backup),
        "retention": sql.Identifier(roles.retention),
    }
    statements = (
        "GRANT {retention} TO {worker}, {owner}",
        "ALTER DATABASE {database} OWNER TO {owner}",
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        # Reports of the web sort their figures in a temporary table.
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {web}, {worker}",
        "GRANT CONNECT ON DATABASE {database} TO {backup}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {web}, {worker}, {backup}, {retention}",
        "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
    )
    return [sql.SQL(statement).format(**known) for statement in statements]
