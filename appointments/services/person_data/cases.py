"""Cases of one person's data as they stand: what was asked, what became of it, what hinders an erasure."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from appointments.models import AppointmentRequest, Erasure
from appointments.models.records.person_data import (
    CONFIRMED_WITHIN,
    COPIED_WITHIN,
    ERASED_WITHIN,
    PersonDataKind,
    PersonDataRecord,
    PersonDataStep,
)


class CaseState(StrEnum):
    """State of a case."""

    WAITS = "waits"
    WITHDRAWN = "withdrawn"
    # Nobody confirmed it in time.
    EXPIRED = "expired"
    CONFIRMED = "confirmed"
    # An erasure of all that it is about.
    ERASED = "erased"
    # A copy whose time is over, or an erasure that left something.
    OVER = "over"


@dataclass(frozen=True)
class Case:
    """Case: the row that ``asked``, the one that answered, if any, and the references that are ``erased``."""

    asked: PersonDataRecord
    answer: PersonDataRecord | None
    erased: frozenset[str]

    @property
    def number(self) -> uuid.UUID:
        """Number of the case."""
        return self.asked.case_number

    @property
    def is_erasure(self) -> bool:
        """True for an erasure, False for a copy."""
        return self.asked.kind == PersonDataKind.ERASURE

    @property
    def ends(self) -> datetime:
        """Moment until which the next step is possible."""
        return (self.answer or self.asked).at + self._time

    @property
    def _time(self) -> timedelta:
        if self.answer is None:
            return CONFIRMED_WITHIN
        return ERASED_WITHIN if self.is_erasure else COPIED_WITHIN

    def state(self, now: datetime) -> CaseState:
        """Return the state at ``now``."""
        if self.answer is None:
            return CaseState.WAITS if now < self.ends else CaseState.EXPIRED
        if self.answer.step == PersonDataStep.WITHDRAWN:
            return CaseState.WITHDRAWN
        if self.is_erasure and self.erased >= set(self.asked.about):
            return CaseState.ERASED
        return CaseState.CONFIRMED if now < self.ends else CaseState.OVER


def case_of(number: uuid.UUID) -> Case | None:
    """Return the case with this number, or None."""
    return next(iter(_cases([number])), None)


def latest_cases(most: int) -> list[Case]:
    """Return the latest cases, the newest first."""
    asked = PersonDataRecord.objects.filter(step=PersonDataStep.ASKED)
    return _cases(asked.values_list("case_number", flat=True)[:most])


def waiting_cases(now: datetime) -> list[Case]:
    """Return the cases that wait for a second person."""
    asked = PersonDataRecord.objects.filter(step=PersonDataStep.ASKED, at__gt=now - CONFIRMED_WITHIN)
    cases = _cases(asked.values_list("case_number", flat=True))
    return [case for case in cases if case.state(now) is CaseState.WAITS]


def erasures_to_do(now: datetime) -> list[Case]:
    """Return the erasures that were confirmed, and of which something is left."""
    confirmed = PersonDataRecord.objects.filter(
        step=PersonDataStep.CONFIRMED, kind=PersonDataKind.ERASURE, at__gt=now - ERASED_WITHIN
    )
    cases = _cases(confirmed.values_list("case_number", flat=True))
    return [case for case in cases if case.state(now) is CaseState.CONFIRMED]


def _cases(numbers: Iterable[uuid.UUID]) -> list[Case]:
    if not (wanted := list(numbers)):
        return []
    rows = PersonDataRecord.objects.filter(case_number__in=wanted).order_by("-pk")
    answers = {row.case_number: row for row in rows if row.step != PersonDataStep.ASKED}
    asked = [row for row in rows if row.step == PersonDataStep.ASKED]
    about = {reference for row in asked for reference in row.about}
    # By whatever rule: the time of one may have been over meanwhile.
    gone = set(Erasure.objects.filter(reference__in=about).values_list("reference", flat=True))
    return [Case(row, answers.get(row.case_number), frozenset(gone.intersection(row.about))) for row in asked]


@dataclass(frozen=True)
class InTheWay:
    """References of the requests that cannot be erased, as they are ``open`` or ``held``."""

    open: list[str]
    held: list[str]

    def __bool__(self) -> bool:
        return bool(self.open or self.held)


def in_the_way_of_erasing(references: Iterable[str]) -> InTheWay:
    """Return what hinders the erasure of these requests."""
    requests = AppointmentRequest.objects.filter(reference__in=list(references)).order_by("reference")
    return InTheWay(
        open=list(requests.filter(closed_at=None).values_list("reference", flat=True)),
        held=list(requests.held().values_list("reference", flat=True)),
    )
