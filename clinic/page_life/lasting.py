"""Moment until which a page, or a part of one, may be shown as it was made.

The clock itself tells it (``clinic/database/clock.py``): what is shown by the day ends with the day, what has
another end names it, and what asks for the time without an end can be shown once only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass
class Lasting:
    """Ends that were told while something was made; ``until`` is None while nothing changes by itself."""

    until: datetime | None = None
    is_for_once: bool = False

    def ends_at(self, moment: datetime | None) -> None:
        """Take the moment into account; the first one counts, and None is none."""
        if moment is None:
            return
        # Moments of one zone would be compared by its clocks, which go back once a year.
        moment = moment.astimezone(UTC)
        self.until = min(self.until or moment, moment)


_MADE: ContextVar[Lasting | None] = ContextVar("made", default=None)


@contextmanager
def being_made() -> Iterator[Lasting]:
    """Collect for the block what is told. What it is a part of, such as a page of its footer, is told too."""
    lasting = Lasting()
    whole = _MADE.get()
    token = _MADE.set(lasting)
    try:
        yield lasting
    finally:
        _MADE.reset(token)
        if whole is not None:
            whole.ends_at(lasting.until)
            whole.is_for_once |= lasting.is_for_once


def ends_at(moment: datetime | None) -> None:
    """Tell what is being made that a part of it changes then; None for one that never does by itself."""
    if (lasting := _MADE.get()) is not None:
        lasting.ends_at(moment)


def is_for_once() -> None:
    """Tell what is being made that nobody knows how long it is right."""
    if (lasting := _MADE.get()) is not None:
        lasting.is_for_once = True
