"""The database's clock: the only one that decides when something is due. That of a machine may be wrong.

What is stored takes its time in the statement that stores it (``Now()``), or from ``database_now`` where
something is calculated from it first. What is shown or compared asks ``current_time``, which costs a query a
minute. A page that shows what it says can be shown only once; what visitors see asks ``at_present``, and says
when it changes.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import Error, connection

from clinic.page_life import lasting

# Seconds for which the database is not asked again, and those after it gave no answer: every try to reach one
# that is away takes seconds of the page that says so.
_GOOD_FOR, _TRIED_AGAIN_AFTER = 60, 10
# More seconds than a machine's clock is corrected by in a minute: somebody set it, or the machine slept.
_CLOCK_WAS_SET = 1


def database_now() -> datetime:
    """Return the database's time. Takes a query."""
    lasting.is_for_once()
    return _asked()


def _asked() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def current_time() -> datetime:
    """Return the database's time, counted on from what it said at most a minute ago.

    Raises nothing while the database is away: the time goes on then. A process that never reached it takes
    the machine's.
    """
    lasting.is_for_once()
    return _counted()


def at_present[T](show: Callable[[datetime], tuple[T, datetime | None]]) -> T:
    """Return what is shown at present: ``show`` is given the time, and returns it with the moment it ends.

    That moment is None for what never changes by itself. Pages are kept until then (clinic/kept_pages/).
    """
    shown, ends = show(_counted())
    lasting.ends_at(ends)
    return shown


def _counted() -> datetime:
    if not CLOCK.said.is_good():
        CLOCK.said = _ask(CLOCK.said)
    return CLOCK.said.counted_on()


@dataclass(frozen=True)
class Said:
    """Moment that the database said, and when it did by the machine's clocks: one runs, the other is set."""

    moment: datetime
    good_for: float
    ran: float
    was_set: float

    @classmethod
    def just_now(cls, moment: datetime, good_for: float) -> "Said":
        """Return that it is ``moment``, which holds for so many seconds."""
        return cls(moment, good_for, time.monotonic(), time.time())

    def is_good(self) -> bool:
        """Return whether the database need not be asked again."""
        passed = time.monotonic() - self.ran
        return passed < self.good_for and abs(time.time() - self.was_set - passed) < _CLOCK_WAS_SET

    def counted_on(self) -> datetime:
        """Return the moment that it is now."""
        return self.moment + timedelta(seconds=time.monotonic() - self.ran)


@dataclass
class _Clock:
    """Last answer of the database, for all threads of the process."""

    said: Said


# Nothing yet.
CLOCK = _Clock(Said.just_now(datetime.now(UTC), 0))


def _ask(last: Said) -> Said:
    try:
        return Said.just_now(_asked(), _GOOD_FOR)
    except Error:
        return Said.just_now(last.counted_on(), _TRIED_AGAIN_AFTER)
