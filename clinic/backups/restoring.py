"""Restore of a backup: read whole and compared before anything is written, then all of it or nothing."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

import pyrage
from psycopg2 import sql

from clinic.media.storage import PicturesAway, WholeFileStorage, kept_pictures

from .archive import DATABASE, PICTURES, Manifest, chunks_of, examine, read_members
from .dumping import count_rows
from .errors import BackupError
from .programs import environment_for, find_program, first_line, server_version
from .sealing import opened

_REQUESTS, _ACCOUNTS = "appointments_appointmentrequest", "clinic_user"
# What belongs to an extension stays. Functions of triggers have nothing that hangs on them any more.
_DROP = """
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    LOOP
        EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', found.name);
    END LOOP;
    FOR found IN
        SELECT p.oid::regprocedure AS name FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
            SELECT 1 FROM pg_depend AS d
            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
        )
    LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', found.name);
    END LOOP;
END $$
"""
_ARGUMENTS = [
    *("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"),
    "--no-password",
]


def read_whole(path: Path, identities: Sequence[pyrage.x25519.Identity]) -> Manifest:
    """Read the backup to its end and compare every part; return what it says of itself. Writes nothing."""
    with opened(path, identities) as stream:
        manifest = examine(stream)
    if applied_in(manifest) - our_migrations():
        raise BackupError("The backup was made by another release: install that one, restore, then update.")
    return manifest


def applied_in(manifest: Manifest) -> set[tuple[str, str]]:
    """Return the migrations that had run where the backup was made."""
    return {(app, name) for app, name in manifest.migrations}


def our_migrations() -> set[tuple[str, str]]:
    """Return the migrations of this release."""
    return set(MigrationLoader(None).disk_migrations)


def refuse_used_database() -> None:
    """Raise BackupError if somebody has used the connection's database: tables that `migrate` made may go."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table, what in ((_REQUESTS, "requests of patients"), (_ACCOUNTS, "accounts of staff")):
            if table not in tables:
                continue
            cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))
            if cursor.fetchone() == (True,):
                raise BackupError(
                    f"This database holds {what}: a backup is restored into an unused one only."
                )


def refuse_pictures() -> None:
    """Raise BackupError if there is a picture that a restore could replace."""
    if next(kept_pictures().patient().names(), None) is not None:
        place = f"the bucket {settings.MEDIA_BUCKET}" if settings.MEDIA_BUCKET else settings.MEDIA_ROOT
        raise BackupError(
            f"There are pictures in {place}. Empty it, or let those of the backup replace them with "
            "--replace-pictures."
        )


def restore(path: Path, identities: Sequence[pyrage.x25519.Identity], pictures: Path | None) -> list[str]:
    """Restore what ``read_whole`` has read into a database that is not used: all of it, then its pictures.

    Pictures arrive in a folder within ``pictures`` before they go where the site keeps them; without one they
    are left out. Returns in sentences what is not as it should be.
    """
    _drop_what_migrate_made()
    with _arriving(pictures) as arrived, opened(path, identities) as stream:
        manifest = _restore_members(stream, arrived)
        wrong = _put_in_place(arrived) if arrived else []
    return wrong + _miscounted(manifest)


def _drop_what_migrate_made() -> None:
    """Leave the database as `create_database_roles` left it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DROP)


def _restore_members(stream: IO[bytes], arrived: Path | None) -> Manifest:
    members = read_members(stream)
    member = next(members, None)
    while member and member[0] == PICTURES:
        if arrived:
            target = arrived / member[1]
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                shutil.copyfileobj(member[2], file)
        member = next(members, None)
    with _pg_restore() as dump:
        while member and member[0] == DATABASE:
            for chunk in chunks_of(member[2]):
                dump.write(chunk)
            member = next(members, None)
    if member is None:
        raise BackupError("The backup is damaged or was cut off.")
    manifest = Manifest.read(member[2].read())
    # To the stream's very end.
    list(members)
    return manifest


@contextmanager
def _pg_restore() -> Iterator[IO[bytes]]:
    """Yield where the dump goes. It is one transaction: committed when the block ends well, else undone."""
    program = find_program("pg_restore", server_version())
    place = connection.settings_dict
    process = subprocess.Popen(  # noqa: S603 - a program of a Postgres installation
        [program, *_ARGUMENTS, f"--dbname={place['NAME']}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment_for(program, place),
    )
    said = b""
    try:
        yield process.stdin  # type: ignore[misc]  # a pipe, as asked for
        # Nothing but its first error, at which it ends.
        said = process.communicate()[1]
    except BrokenPipeError:
        # It wants no more, and has said why.
        said = process.stderr.read()  # type: ignore[union-attr]  # a pipe too
    except BaseException:
        process.kill()
        raise
    finally:
        process.wait()
    if process.returncode:
        raise BackupError(f"pg_restore could not restore the database: {first_line(said)}")


@contextmanager
def _arriving(pictures: Path | None) -> Iterator[Path | None]:
    """Yield a folder beside the pictures, which nobody is sent anything from."""
    if pictures is None:
        yield None
        return
    pictures.mkdir(parents=True, exist_ok=True)
    for left in pictures.glob(".restoring-*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=pictures) as name:
        yield Path(name)


def _put_in_place(arrived: Path) -> list[str]:
    """Let the pictures go where the site keeps them; the database is there already, so none may be lost."""
    keeper, left = kept_pictures().patient(), 0
    for path in sorted(path for path in arrived.rglob("*") if path.is_file()):
        name = path.relative_to(arrived).as_posix()
        try:
            keeper.take_in(name, path)
        except PicturesAway:
            left += 1
            WholeFileStorage().take_in(name, path)
    if not left:
        return []
    return [f"The bucket did not take {left} pictures: `manage.py move_pictures bucket` tries again."]


def _miscounted(manifest: Manifest) -> list[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        found: dict[str, Any] = count_rows(cursor)
    return [
        f"{table}: {found.get(table, 'missing')} rows, {manifest.rows.get(table, 'none')} in the backup"
        for table in sorted({*found, *manifest.rows})
        if found.get(table) != manifest.rows.get(table)
    ]
