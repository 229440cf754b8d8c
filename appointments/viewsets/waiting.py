"""How many requests wait. Asked once for each page of the admin, of which several parts say it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, Max, Min, Q
from django.http import HttpRequest

from appointments.models import AppointmentRequest
from appointments.statuses import AWAITING_DESK, Status

_KEPT = "_appointments_waiting"


@dataclass(frozen=True)
class Waiting:
    """``patients`` wait for the desk; ``aside`` look like spam, the first of them due at ``aside_due``."""

    patients: int
    aside: int
    aside_due: datetime | None
    last_new: datetime | None


_ASIDE = Q(status=Status.QUARANTINED)
NUMBERS: dict[str, Aggregate] = {
    "patients": Count("pk", filter=Q(status__in=AWAITING_DESK)),
    "aside": Count("pk", filter=_ASIDE),
    "aside_due": Min("due_at", filter=_ASIDE),
    "last_new": Max("received_at", filter=Q(status=Status.NEW)),
}


def waiting_for(request: HttpRequest) -> Waiting:
    """The numbers as they are while ``request`` is answered."""
    if not hasattr(request, _KEPT):
        known = AppointmentRequest.objects.filter(status__in=AWAITING_DESK | {Status.QUARANTINED})
        keep_waiting(request, known.aggregate(**NUMBERS))
    return getattr(request, _KEPT)


def keep_waiting(request: HttpRequest, found: dict[str, Any]) -> None:
    """Remember the ``NUMBERS`` that a query of the page has ``found`` along with its own."""
    setattr(request, _KEPT, Waiting(**found))


def last_arrival(request: HttpRequest) -> str:
    """When the latest of the new requests came, as an open page asks for those since; empty without any."""
    last = waiting_for(request).last_new
    return last.isoformat() if last else ""
