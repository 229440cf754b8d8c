"""Steps of a case: one of staff asks, another confirms, either may end it. Each is a row of the record."""

import uuid
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from appointments.models.records.person_data import (
    PersonDataKind,
    PersonDataReason,
    PersonDataRecord,
    PersonDataStep,
)
from appointments.services.access import signed_in
from clinic.database.clock import database_now
from clinic.models import User

from .cases import Case, CaseState, InTheWay, case_of, in_the_way_of_erasing


class ErasureHindered(Exception):
    """Error: requests that are open or held are not erased; ``in_the_way`` names them."""

    def __init__(self, in_the_way: InTheWay) -> None:
        super().__init__("Requests that are open or held are not erased.")
        self.in_the_way = in_the_way


class CaseIsOver(Exception):
    """Error: the case was answered, or its time is over."""


def ask(
    kind: PersonDataKind, reason: PersonDataReason, about: Collection[str], *, actor: User
) -> PersonDataRecord:
    """Ask a second person to confirm; raises ``ErasureHindered``."""
    if kind == PersonDataKind.ERASURE:
        _refuse_hindered(about)
    with transaction.atomic(durable=True):
        return _write(
            PersonDataStep.ASKED,
            actor,
            case_number=uuid.uuid4(),
            kind=kind,
            reason=reason,
            about=sorted(set(about)),
        )


def confirm(case: Case, *, actor: User) -> None:
    """Confirm what somebody else has asked for; raises ``CaseIsOver`` and ``ErasureHindered``."""
    if actor == case.asked.actor:
        raise PermissionDenied
    if case.is_erasure:
        _refuse_hindered(case.asked.about)
    _answer(PersonDataStep.CONFIRMED, case, actor)


def withdraw(case: Case, *, actor: User) -> None:
    """End the case before anybody confirms it; raises ``CaseIsOver``."""
    _answer(PersonDataStep.WITHDRAWN, case, actor)


def _refuse_hindered(about: Collection[str]) -> None:
    if in_the_way := in_the_way_of_erasing(about):
        raise ErasureHindered(in_the_way)


def _answer(step: PersonDataStep, case: Case, actor: User) -> None:
    asked = case.asked
    now = case_of(case.number)
    if now is None or now.state(database_now()) is not CaseState.WAITS:
        raise CaseIsOver
    known = {name: getattr(asked, name) for name in ("case_number", "kind", "reason", "about")}
    try:
        with transaction.atomic(durable=True):
            _write(step, actor, **known)
    except IntegrityError:
        # Of two answers at the same moment the database takes one.
        raise CaseIsOver from None


def _write(step: PersonDataStep, actor: User, **fields: object) -> PersonDataRecord:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('clinic.actor', %s, true)", [signed_in()])
    name = actor.get_full_name() or actor.get_username()
    return PersonDataRecord.objects.create(step=step, actor=actor, actor_name=name, **fields)
