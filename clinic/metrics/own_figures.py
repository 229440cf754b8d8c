"""Figures of the clinic's own tables: the last backup, and sign-ins that were refused."""

from datetime import timedelta
from typing import Any

from django.db.models.functions import Now

from clinic.accounts.events import AccountEvent, EventKind
from clinic.backups.age import age_of_backups

from .figures import Figure, collect_figures

REFUSALS = (EventKind.FAILED, EventKind.FACTOR_FAILED, EventKind.HELD_BACK)
_LATELY = timedelta(hours=1)
# More in an hour are an attack, whatever their number: they are not all counted.
_MOST_REFUSALS = 500


def connect_figures() -> None:
    """Let a monitor be told these figures."""
    collect_figures.connect(figures_of_the_clinic, dispatch_uid="clinic.metrics")


def figures_of_the_clinic(**_kwargs: Any) -> list[Figure]:
    """Return the age of the last backup, and the refusals of the last hour by their kind."""
    return [*_backups(), *map(_refusals, REFUSALS)]


def _backups() -> list[Figure]:
    backups = age_of_backups()
    found = [Figure("clinic_backups_on", "Whether backups are made", backups.is_on)]
    if backups.age is not None:
        age = backups.age.total_seconds()
        found.append(Figure("clinic_backup_age_seconds", "Age of the last backup", age))
    return found


def _refusals(kind: EventKind) -> Figure:
    # The latest by the index of kinds: years of events are kept.
    latest = AccountEvent.objects.filter(kind=kind).order_by("-pk").values("at")[:_MOST_REFUSALS]
    recent = AccountEvent.objects.filter(pk__in=latest.values("pk"), at__gt=Now() - _LATELY).order_by()
    meaning = f"Sign-ins that were refused in the last hour, at most {_MOST_REFUSALS} of each kind"
    return Figure("clinic_sign_in_refusals_last_hour", meaning, recent.count(), {"kind": kind.value})
