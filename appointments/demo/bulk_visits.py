"""Free times for demonstration visits: half hours from eight to eight, in the clinic's time zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from appointments.models import Visit
from clinic.identity.clinic_time import start_of_day
from clinic.models import Practitioner

LENGTH = timedelta(minutes=30)
OPENS, A_DAY = timedelta(hours=8), 24


@dataclass(frozen=True)
class FreeTime:
    """Free time of a practitioner."""

    practitioner: Practitioner
    during: DateTimeTZRange


def free_times(
    practitioners: Sequence[Practitioner], now: datetime, *, direction: int, every: int = 1
) -> Iterator[FreeTime]:
    """Yield free times, day by day into the past or the future; one in ``every`` half hours."""
    taken = _half_hours_taken()
    number, days = 0, 1
    while True:
        first = start_of_day(now, days_later=direction * days) + OPENS
        for half_hour in range(A_DAY):
            start = first + half_hour * LENGTH
            for practitioner in practitioners:
                number += 1
                if number % every == 0 and (practitioner.pk, start.timestamp()) not in taken:
                    yield FreeTime(practitioner, DateTimeTZRange(start, start + LENGTH))
        days += 1


def _half_hours_taken() -> set[tuple[int, float]]:
    """Return each half hour that a visit takes up, by practitioner and start."""
    seconds = int(LENGTH.total_seconds())
    taken = set()
    for practitioner, during in Visit.objects.active().values_list("practitioner", "during"):
        first = int(during.lower.timestamp()) // seconds * seconds
        taken |= {(practitioner, float(one)) for one in range(first, ceil(during.upper.timestamp()), seconds)}
    return taken
