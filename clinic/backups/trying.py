"""Trial of a backup: it is restored into a database of its own, counted, and that database is dropped."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

import psycopg2
import pyrage
from psycopg2 import sql

from clinic.database.addresses import signed_in_as
from clinic.database.verification import verify
from clinic.embedded_postgres import EmbeddedPostgresError, throwaway

from .archive import Manifest
from .errors import BackupError
from .restoring import applied_in, our_migrations, read_whole, refuse_used_database, restore

MARK = b"age-encryption.org/v1\n"


@dataclass(frozen=True)
class Trial:
    """Outcome: what the backup holds, and what is wrong with it, in sentences."""

    manifest: Manifest
    wrong: list[str]
    # False for a backup of an earlier release, whose records may have had another form.
    are_records_verified: bool


def try_out(path: Path, identities: Sequence[pyrage.x25519.Identity], place: Mapping[str, Any]) -> Trial:
    """Restore the backup into the empty database at ``place``; without one, into a Postgres of its own."""
    manifest = read_whole(path, identities)
    is_of_this_release = applied_in(manifest) >= our_migrations()
    with _scratch(place) as scratch, signed_in_as(scratch):
        refuse_used_database()
        wrong = restore(path, identities, None)
        if is_of_this_release:
            wrong += [f"{found.chain}: {found.broken}" for found in verify() if found.broken]
    return Trial(manifest, wrong, is_of_this_release)


def is_sealed(path: Path) -> bool:
    """Return whether the file begins as everything that age seals."""
    try:
        with path.open("rb") as file:
            return file.read(len(MARK)) == MARK
    except OSError as error:
        raise BackupError(f"The backup cannot be read: {error.strerror}.") from None


@contextmanager
def _scratch(place: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if place:
        yield place
        _drop(place)
        return
    try:
        with throwaway(settings.BASE_DIR) as scratch:
            yield scratch
    except EmbeddedPostgresError as error:
        raise BackupError(
            f"{error} Or let DATABASE_SCRATCH_URL name an empty database, which is dropped afterwards."
        ) from None


def _drop(place: Mapping[str, Any]) -> None:
    """Drop the database, signed in as its owner to the one that every Postgres has."""
    with signed_in_as({**place, "NAME": "postgres"}):
        own = connection.get_new_connection(connection.get_connection_params())
    try:
        with closing(own), own.cursor() as cursor:
            own.autocommit = True
            cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(place["NAME"])))
    except psycopg2.Error:
        raise BackupError(
            "The backup is good, but DATABASE_SCRATCH_URL could not be dropped: drop it."
        ) from None
