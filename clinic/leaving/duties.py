"""Interface of leaving: what a person who leaves does here, and who goes on with it.

Apps connect to the signal ``collect_duties`` and return what they know of the person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Model, QuerySet
from django.dispatch import Signal

# Sent with ``person``, an account or a practitioner; each receiver returns a list of duties.
collect_duties = Signal()


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Work of a person who leaves; ``sentence`` says what becomes of it.

    With ``successors`` the form asks the ``question`` who goes on; ``nobody`` is the answer without one.
    ``carry_out`` takes the acting user and the successor or None, in the transaction of the leaving.
    """

    sentence: str
    carry_out: Callable[[Any, Any], object] | None = None
    name: str = ""
    question: str = ""
    nobody: str = ""
    successors: QuerySet[Any] | None = None


def duties_of(person: Model) -> list[Duty]:
    """Return what ``person`` does here, from every app."""
    answers = collect_duties.send(sender=type(person), person=person)
    return [duty for _receiver, answer in answers for duty in cast(list[Duty], answer)]
