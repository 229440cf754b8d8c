"""How many requests wait. Asked once for each page of the admin, of which several parts say it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q
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


def waiting_for(request: HttpRequest) -> Waiting:
    """The numbers as they are while ``request`` is answered."""
    if not hasattr(request, _KEPT):
        aside = Q(status=Status.QUARANTINED)
        found = AppointmentRequest.objects.filter(status__in=AWAITING_DESK | {Status.QUARANTINED}).aggregate(
            patients=Count("pk", filter=~aside),
            aside=Count("pk", filter=aside),
            aside_due=Min("due_at", filter=aside),
        )
        setattr(request, _KEPT, Waiting(**found))
    return getattr(request, _KEPT)
