"""Dump of the database, and the rows of each table, from one snapshot: what is counted is what is dumped."""

import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.db import connection

from psycopg2 import sql

from .archive import PART
from .errors import BackupError
from .programs import environment_for, find_program, first_line, server_version

_TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
# A dump takes as long as it takes, and pictures come before it. Everything else has its limits.
_WITHOUT_LIMITS = """
SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0
"""


@dataclass(frozen=True)
class Snapshot:
    """One moment of the database."""

    name: str
    made_at: datetime
    rows: dict[str, int]
    migrations: list[list[str]]
    versions: dict[str, str]


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold one moment of the connection's database for the block, on a connection of its own."""
    with closing(connection.get_new_connection(connection.get_connection_params())) as own:
        own.autocommit = True
        with own.cursor() as cursor:
            cursor.execute(_WITHOUT_LIMITS)
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(
                "SELECT pg_export_snapshot(), transaction_timestamp(), current_setting('server_version')"
            )
            name, made_at, server = cursor.fetchone()
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
            migrations = [list(row) for row in cursor.fetchall()]
            versions = {"postgres": server, **{name: version(name) for name in ("Django", "wagtail")}}
            yield Snapshot(name, made_at, count_rows(cursor), migrations, versions)


def count_rows(cursor: Any) -> dict[str, int]:
    """Return the number of rows of each table."""
    cursor.execute(_TABLES)
    rows = {}
    for (table,) in cursor.fetchall():
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        rows[table] = cursor.fetchone()[0]
    return rows


def dump(snapshot_name: str) -> Iterator[bytes]:
    """Yield the dump of the snapshot, in pg_restore's own format, without owners and rights."""
    program = find_program("pg_dump", server_version())
    arguments = [
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--no-password",
        # Whoever changes a table meanwhile is waited for no longer than that.
        "--lock-wait-timeout=60s",
        f"--snapshot={snapshot_name}",
    ]
    process = subprocess.Popen(  # noqa: S603 - a program of a Postgres installation
        [program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment_for(program, connection.settings_dict),
    )
    # Whoever wants no more of it, because the disk is full, closes the pipe, which ends the program.
    with process:
        while part := process.stdout.read(PART):  # type: ignore[union-attr]  # a pipe, as asked for
            yield part
        said = process.stderr.read()  # type: ignore[union-attr]  # a pipe too
    if process.returncode:
        raise BackupError(
            f"pg_dump could not dump the database ({first_line(said)}). Is DATABASE_BACKUP_URL the address "
            "of the role that `create_database_roles` made for backups?"
        )
