"""Free times for demonstration visits: half hours from eight to eight, in the clinic's time zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from appointments.models import Visit
from appointments.targets.visit_objections import Offer
from clinic.identity.clinic_time import start_of_day
from clinic.identity.opening_hours import OpeningHours
from clinic.models import Practitioner

LENGTH = timedelta(minutes=30)
OPENS, A_DAY = timedelta(hours=8), 24


@dataclass(frozen=True)
class FreeTime:
    """Free time of a practitioner, and what speaks against it: any hour of any day is used."""

    practitioner: Practitioner
    during: DateTimeTZRange
    despite: Sequence[str]


def free_times(
    practitioners: Sequence[Practitioner],
    clinic: OpeningHours,
    now: datetime,
    *,
    direction: int,
    every: int = 1,
) -> Iterator[FreeTime]:
    """Yield free times, day by day into the past or the future; one in ``every`` half hours."""
    taken, offers = _half_hours_taken(), [Offer(one, clinic) for one in practitioners]
    number, days = 0, 1
    while True:
        first = start_of_day(now, days_later=direction * days) + OPENS
        for half_hour in range(A_DAY):
            start = first + half_hour * LENGTH
            for offer in offers:
                number += 1
                if number % every == 0 and (offer.practitioner.pk, start.timestamp()) not in taken:
                    end = start + LENGTH
                    despite = sorted(offer.objections(start, end))
                    yield FreeTime(offer.practitioner, DateTimeTZRange(start, end), despite)
        days += 1


def _half_hours_taken() -> set[tuple[int, float]]:
    """Return each half hour that a visit takes up, by practitioner and start."""
    seconds = int(LENGTH.total_seconds())
    taken = set()
    for practitioner, during in Visit.objects.active().values_list("practitioner", "during"):
        first = int(during.lower.timestamp()) // seconds * seconds
        taken |= {(practitioner, float(one)) for one in range(first, ceil(during.upper.timestamp()), seconds)}
    return taken
