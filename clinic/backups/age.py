"""Age of the last backup, and whether it is too old: read here by health and by the owner's page."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, Min

from clinic.database.clock import database_now

from .records import Backup

# So many in a row that were not made are no accident.
MISSED = 3
# After so long without a trial nobody knows any more whether the key is still where it was.
TRIED_EVERY = timedelta(days=100)


@dataclass(frozen=True)
class Age:
    """Age of the last backup: ``age`` is none where none was made yet."""

    is_on: bool
    age: timedelta | None = None
    is_late: bool = False
    is_trial_due: bool = False

    @property
    def for_health(self) -> str | int:
        """The age in hours, ``none`` before the first, and ``off`` where none are made."""
        if not self.is_on:
            return "off"
        return "none" if self.age is None else int(self.age / timedelta(hours=1))


def age_of_backups() -> Age:
    """Return how old the last backup is, by the database's clock."""
    if not settings.BACKUP_PUBLIC_KEY:
        return Age(is_on=False)
    now = database_now()
    known = Backup.objects.aggregate(first=Min("made_at"), last=Max("made_at"), tried=Max("tried_at"))
    first, last, tried = known["first"], known["last"], known["tried"]
    # Before the first one, the site itself grows old.
    begun = last or MigrationRecorder.Migration.objects.aggregate(first=Min("applied"))["first"] or now
    return Age(
        is_on=True,
        age=now - last if last else None,
        is_late=now - begun > MISSED * timedelta(hours=settings.BACKUP_EVERY_HOURS),
        is_trial_due=bool(first) and now - (tried or first) > TRIED_EVERY,
    )
