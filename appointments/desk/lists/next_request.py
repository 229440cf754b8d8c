"""Next request: the one with which somebody goes on after the request that is open."""

import uuid
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from appointments.models import AppointmentRequest
from appointments.statuses import Status
from clinic.database.clock import current_time
from clinic.models import StaffRequest

from .order import desk_order_for

# Farther down its list, a request has none after it but the first.
LOOKED_AT = 100


@dataclass(frozen=True)
class NextRequest:
    """Request that can be taken next."""

    reference: str
    url: str


def next_request_for(request: StaffRequest, present: uuid.UUID) -> NextRequest | None:
    """Return the request after ``present`` that waits now, in the desk's order; else the first one.

    What a colleague has taken, and what is to be called later, is nobody else's to go on with.
    """
    free = Q(assigned_to=None) | Q(assigned_to=request.user)
    later = Q(status=Status.CONTACTING, next_attempt_at__gt=current_time())
    waiting = AppointmentRequest.objects.awaiting_desk().filter(free | Q(pk=present)).exclude(later)
    keys = list(desk_order_for(request).sort(waiting).values_list("pk", "reference")[:LOOKED_AT])
    place = next((number for number, (pk, _) in enumerate(keys) if pk == present), -1)
    others = [*keys[place + 1 :], *keys[: max(place, 0)]]
    if not others:
        return None
    pk, reference = others[0]
    return NextRequest(reference, reverse("requests:inspect", args=[pk]))
