"""Weekly hours and days off as typed in the admin: read from their blocks and validated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import time
from enum import Enum
from itertools import pairwise
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from clinic.lazy_text import StrOrPromise

from .hours_blocks import WEEKDAYS
from .opening_hours import Closure, Hours

Weekly = dict[int, tuple[Hours, ...]]


class Fault(Enum):
    """Mistake in the hours of a day."""

    BACKWARDS = "ends before it begins"
    OVERLAP = "two overlap"


class DaysOffFault(Enum):
    """Mistake in days off."""

    BACKWARDS = "the last day comes before the first"
    PART_OF_DAYS = "a time of day for several days"
    TIME_BACKWARDS = "ends before it begins"


def weekly_of(stream: Iterable[Any]) -> Weekly:
    """Return the hours of each weekday (Monday is 0) from blocks of ``HoursBlock``."""
    weekly: Weekly = {}
    for block in stream:
        day = int(block.value["day"])
        weekly[day] = (*weekly.get(day, ()), (block.value["opens"], block.value["closes"]))
    return weekly


def in_short(week: Sequence[tuple[str, list[Hours]]]) -> list[tuple[str, list[Hours]]]:
    """Return a week that begins on Monday, in short words: a row for all days with the same hours."""
    days_with: dict[tuple[Hours, ...], list[int]] = {}
    for day, (_name, hours) in enumerate(week):
        days_with.setdefault(tuple(hours), []).append(day)
    return [(days_in_words(days, WEEKDAYS_ABBR), list(hours)) for hours, days in days_with.items()]


def days_in_words(days: Sequence[int], names: Mapping[int, StrOrPromise]) -> str:
    """Return days of the week by their ``names``: three days and more in a row by the first and the last."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run_in_words([str(names[day]) for day in run]) for run in runs)


def _run_in_words(names: list[str]) -> str:
    if len(names) < 3:
        return ", ".join(names)
    return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}


def days_off(stream: Iterable[Any]) -> tuple[Closure, ...]:
    """Return the days off, from blocks of ``ClosureBlock`` or ``LeaveBlock``."""
    return tuple(
        Closure(
            block.value["first_day"],
            block.value["last_day"],
            block.value.get("reason") or "",
            block.value.get("begins"),
            block.value.get("ends"),
        )
        for block in stream
    )


def in_date_order(stream: Iterable[Any]) -> list[tuple[str, Any]]:
    """Return the blocks of days off sorted by their first day, to be stored."""
    blocks = [(block.block_type, block.value) for block in stream]
    return sorted(blocks, key=lambda block: _order(block[1]))


def _order(days: Any) -> tuple[Any, ...]:
    return days["first_day"], days["last_day"], days.get("begins") or time.min


def fault_of(days: Closure) -> DaysOffFault | None:
    """Return what is wrong with days off, if anything."""
    if days.last_day < days.first_day:
        return DaysOffFault.BACKWARDS
    if not days.is_partial:
        return None
    if days.first_day != days.last_day:
        return DaysOffFault.PART_OF_DAYS
    return DaysOffFault.TIME_BACKWARDS if (days.ends or time.max) <= (days.begins or time.min) else None


def faults_of(weekly: Weekly) -> Iterator[tuple[str, Fault]]:
    """Yield the name of each day whose hours are impossible, with the mistake."""
    for day, name in WEEKDAYS:
        hours = sorted(weekly.get(day, ()))
        if any(ends <= begins for begins, ends in hours):
            yield str(name), Fault.BACKWARDS
        elif any(_overlap(first, second) for first, second in pairwise(hours)):
            yield str(name), Fault.OVERLAP


def errors_in_hours(weekly: Weekly) -> list[str]:
    """Return a sentence for each day whose hours are impossible."""
    says = {
        Fault.BACKWARDS: _("%(day)s: the clinic must close after it opens."),
        Fault.OVERLAP: _("%(day)s: two openings overlap."),
    }
    return [says[fault] % {"day": day} for day, fault in faults_of(weekly)]


def errors_in_closures(closures: Iterable[Closure]) -> list[str]:
    """Return a sentence for each closure that is impossible."""
    says = {
        DaysOffFault.BACKWARDS: _("%(reason)s: the last day comes before the first."),
        DaysOffFault.PART_OF_DAYS: _(
            "%(reason)s: a time holds for one day. Enter that day as the first and the last, or no time."
        ),
        DaysOffFault.TIME_BACKWARDS: _("%(reason)s: the time must end after it begins."),
    }
    return [
        says[fault] % {"reason": closure.reason or _("Closure")}
        for closure in closures
        if (fault := fault_of(closure))
    ]


def _overlap(first: tuple[time, time], second: tuple[time, time]) -> bool:
    return second[0] < first[1]
