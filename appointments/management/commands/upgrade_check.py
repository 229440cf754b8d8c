"""Command that says, before an update, what it will do and whether patients would notice.

Run it with the new version, while the one before still serves. Ends with 0 when the update may be made beside
the running site, with 1 when something stands in its way, and with 2 when old processes have to end first.
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from django import db
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from appointments.health import stuck_notices, worker_is_alive
from appointments.models import Notice
from appointments.models.key_checks import keys_fit
from clinic.backups.age import age_of_backups
from clinic.database.schema import CONTRACT, Waiting, fit
from clinic.database.trouble import Trouble, described, trouble_of

# Whose migrations keep the rules of docs/updates.md.
OURS = ("clinic", "articles", "appointments")
# For what Postgres writes of an ALTER TABLE, and for the new version's own files.
LEAST_FREE = 500 * 1024**2
OLDEST_BACKUP = timedelta(days=1)


class Verdict(Enum):
    """Meaning of a finding for the update; the value is the exit code."""

    FINE = 0
    STOP = 1
    PAUSE = 2


@dataclass(frozen=True)
class Finding:
    """Thing that was looked at, in one sentence."""

    verdict: Verdict
    sentence: str


class Command(BaseCommand):
    help = "Say what an update to this version will do, and whether it can be made while the site runs."

    def handle(self, *args: Any, **options: Any) -> None:
        found = [finding for look in (_tables, _keys, _backups, _notices, _room) for finding in _asked(look)]
        for finding in found:
            self.stdout.write(f"{finding.verdict.name:<6} {finding.sentence}")
        verdicts = {finding.verdict for finding in found}
        worst = next((one for one in (Verdict.STOP, Verdict.PAUSE) if one in verdicts), Verdict.FINE)
        self.stdout.write(_LAST[worst])
        sys.exit(worst.value)


_LAST = {
    Verdict.FINE: "Update while the site runs: `manage.py migrate`, then one process after the other.",
    Verdict.STOP: "Do not update before what is marked STOP is mended.",
    Verdict.PAUSE: "Before `manage.py migrate` end web and worker; start the new version right after it.",
}


def _asked(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except db.Error as error:
        if trouble_of(error) is Trouble.MISFIT:
            return [Finding(Verdict.FINE, "More can be said once the migrations are applied.")]
        return [Finding(Verdict.STOP, f"Not everything could be asked: {described(error)}.")]


def _tables() -> Iterator[Finding]:
    """Judge the migrations that only this version knows, and those that only the database knows."""
    tables = fit()
    if tables.is_empty:
        yield Finding(Verdict.FINE, "The database is empty: this is an installation.")
        return
    for migration in tables.waiting:
        yield _judged(migration)
    if not tables.waiting:
        yield Finding(Verdict.FINE, "No migration waits.")
    for name in tables.unknown:
        if CONTRACT in name:
            yield Finding(
                Verdict.STOP, f"{name} took away what this version needs: go back to no version before it."
            )
        else:
            yield Finding(
                Verdict.FINE, f"{name} is of a later version and only adds: this one serves with it."
            )


def _judged(migration: Waiting) -> Finding:
    if migration.app_label not in OURS:
        return Finding(
            Verdict.PAUSE,
            f"{migration} is of another package: nobody knows what the running version makes of it.",
        )
    if migration.unread_since:
        return Finding(
            Verdict.PAUSE,
            f"{migration} takes away what versions before {migration.unread_since} read. If such a one runs, "
            f"update to {migration.unread_since} first, or end it.",
        )
    return Finding(Verdict.FINE, f"{migration} waits and only adds: the running version serves on.")


def _keys() -> Iterator[Finding]:
    if keys_fit():
        yield Finding(Verdict.FINE, "PATIENT_DATA_KEYS opens what is stored.")
    else:
        yield Finding(
            Verdict.STOP, "PATIENT_DATA_KEYS opens nothing of what is stored: these are other keys."
        )


def _backups() -> Iterator[Finding]:
    backups = age_of_backups()
    if not backups.is_on:
        yield Finding(Verdict.FINE, "No backups are made here (BACKUP_PUBLIC_KEY): make one in your own way.")
    elif backups.age is None or backups.age > OLDEST_BACKUP:
        yield Finding(Verdict.STOP, "The last backup is older than a day: `manage.py backup` makes one.")
    else:
        yield Finding(Verdict.FINE, f"The last backup is {backups.for_health} hours old.")


def _notices() -> Iterator[Finding]:
    """Tell what waits to be sent: none of it is lost, but nobody should take it for a fault of the update."""
    waiting, frozen = Notice.objects.pending().count(), Notice.objects.frozen().count()
    overdue, given_up = stuck_notices()
    stuck = overdue.count() + given_up.count()
    yield Finding(
        Verdict.FINE, f"Notices that wait: {waiting}; frozen: {frozen}; overdue or given up: {stuck}."
    )
    if not worker_is_alive():
        yield Finding(Verdict.FINE, "The worker is silent already: `run_worker` is not running.")


def _room() -> Iterator[Finding]:
    folder = next(path for path in (Path(settings.MEDIA_ROOT), settings.BASE_DIR) if path.exists())
    free = shutil.disk_usage(folder).free
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    sentence = f"Free on the disk of MEDIA_ROOT: {_megabytes(free)}; the database takes {_megabytes(size)}."
    yield Finding(Verdict.FINE if free >= LEAST_FREE else Verdict.STOP, sentence)


def _megabytes(size: int) -> str:
    return f"{size // 1024**2} MB"
