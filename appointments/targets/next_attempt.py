"""Proposal of the next call after one without an answer: another time of day, three tries on two days.

A pure function: the moment of the last try is given.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from appointments.questions.open_times import PARTS
from clinic.identity.opening_hours import OpeningHours

TRIES = 3
TRIES_A_DAY = 2
# Time between two tries; a sooner one would pester, and find the same empty room.
_SOONEST = timedelta(hours=2)
_DAYS_AHEAD = 21


def next_attempt(
    tried: Sequence[datetime], *, clock: OpeningHours, wanted: Collection[str]
) -> datetime | None:
    """Return the next try after those at ``tried``; None after enough of them.

    ``wanted`` are the parts of the day at which the patient asked to be called: kept to, as far as the clinic
    is open then.
    """
    tried = sorted(moment.astimezone(clock.zone) for moment in tried)
    days = [moment.date() for moment in tried]
    if len(tried) >= TRIES and len(set(days)) > 1:
        return None
    full = {day for day in days if days.count(day) >= TRIES_A_DAY}
    free = [
        (part, moment)
        for part, moment in _moments(tried[-1], clock)
        if moment >= tried[-1] + _SOONEST and moment.date() not in full
    ]
    used = [_part_of(moment) for moment in tried]
    for pool in (set(wanted), set(PARTS)):
        for parts in (pool - set(used), pool - {used[-1]}, pool):
            if proposal := next((moment for part, moment in free if part in parts), None):
                return proposal
    return None


def _moments(after: datetime, clock: OpeningHours) -> Iterator[tuple[str, datetime]]:
    """Yield the start of each part of the next days at which the clinic is open, in order."""
    for days in range(_DAYS_AHEAD):
        day = after.date() + timedelta(days=days)
        for part, begins in PARTS.items():
            moment = datetime.combine(day, begins, clock.zone)
            if not clock.weekly or clock.is_open(moment):
                yield part, moment
            elif (opens := clock.next_opening(moment)) and opens.date() == day and _part_of(opens) == part:
                yield part, opens


def _part_of(moment: datetime) -> str:
    begun = [part for part, begins in PARTS.items() if begins <= moment.time()]
    return begun[-1] if begun else "morning"
