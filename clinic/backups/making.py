"""Making of a backup: written under another name, read back, and only then in the place of the oldest one."""

import fcntl
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path

from django import db
from django.conf import settings

import psycopg2

from clinic.media.storage import PicturesAway, kept_pictures

from .age import age_of_backups
from .archive import Manifest, Writer
from .dumping import Snapshot, dump, snapshot
from .errors import BackupError
from .records import Backup
from .sealing import seal, sha256_of

ENDING, UNFINISHED = ".age", ".part"
_NAMES = f"clinic-*{ENDING}"


def is_due() -> bool:
    """Return whether the last backup is as old as the next one should be."""
    age = age_of_backups().age
    return age is None or age >= timedelta(hours=settings.BACKUP_EVERY_HOURS)


def make_backup() -> Backup:
    """Make a backup, record it, and remove the oldest that are more than are kept. Raises BackupError."""
    if not settings.BACKUP_PUBLIC_KEY:
        raise BackupError("Backups are off: BACKUP_PUBLIC_KEY is not set. docs/backups.md says how to begin.")
    folder = settings.BACKUP_FOLDER
    try:
        with _only_one(folder):
            backup = _write(folder)
            _remove_oldest(folder)
    except PicturesAway as error:
        raise BackupError(f"The pictures cannot be read. {error} Make the backup again later.") from None
    except OSError as error:
        raise BackupError(
            f"The backup could not be written: {error.strerror or 'an error of the disk'}."
        ) from None
    except (db.Error, psycopg2.Error) as error:
        # Not the error's own words, which may repeat a statement.
        raise BackupError(
            f"Postgres refused ({type(error).__name__}). DATABASE_BACKUP_URL must be the address of the role "
            "that `create_database_roles` made for backups, and to which `migrate` gives its rights."
        ) from None
    return backup


def _write(folder: Path) -> Backup:
    with snapshot() as taken:
        target = folder / f"clinic-{taken.made_at.astimezone(UTC):%Y%m%d-%H%M%S-%f}{ENDING}"
        writer = Writer(int(taken.made_at.timestamp()))
        unfinished = target.with_suffix(UNFINISHED)
        try:
            with open(unfinished, "wb", opener=_private) as file:
                size, sha256 = seal(_contents(writer, taken), file, settings.BACKUP_PUBLIC_KEY)
                file.flush()
                os.fsync(file.fileno())
            if sha256_of(unfinished) != sha256:
                raise BackupError("What was written cannot be read back as it was: look after the disk.")
            unfinished.rename(target)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync(folder)
    return Backup.objects.create(
        made_at=taken.made_at,
        file=target.name,
        size=size,
        sha256=sha256,
        rows=sum(taken.rows.values()),
        files=len(writer.pictures),
    )


def _contents(writer: Writer, taken: Snapshot) -> Generator[bytes]:
    """Yield the archive. Pictures come first, so that a restore has them before it commits the database."""
    yield from writer.put_pictures(kept_pictures().patient())
    yield from writer.put_database(dump(taken.name))
    if writer.database is None:
        raise BackupError("pg_dump wrote nothing.")
    yield from writer.put_manifest(
        Manifest(
            made_at=taken.made_at.astimezone(UTC).isoformat(),
            versions=taken.versions,
            migrations=taken.migrations,
            rows=taken.rows,
            database=writer.database,
            pictures=writer.pictures,
        )
    )


def _remove_oldest(folder: Path) -> None:
    """Remove the backups that are more than are kept; their names tell which are older."""
    for old in sorted(folder.glob(_NAMES))[: -settings.BACKUPS_KEPT]:
        old.unlink(missing_ok=True)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold the folder for the block. What a killed run left there, sealed and unfinished, goes first."""
    if not folder.is_dir():
        # Not made here: where it is another disk's, that disk is missing.
        raise BackupError("BACKUP_FOLDER is not there: make it, or mount the disk that it is on.")
    with open(folder / ".lock", "wb", opener=_private) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("Another backup is being made.") from None
        for left in folder.glob(f"clinic-*{UNFINISHED}"):
            left.unlink(missing_ok=True)
        yield


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    """Let the folder remember the file's name through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
