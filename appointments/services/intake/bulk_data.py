"""Bulk data: demonstration requests by the thousand, stored as they are and erased again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from appointments.models import AppointmentRequest, Notice, RequestEvent, Visit
from appointments.services.retention.erasing import erase


@dataclass(frozen=True)
class BulkRequest:
    """Request with all that belongs to it."""

    appointment_request: AppointmentRequest
    events: list[RequestEvent]
    notices: list[Notice] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)


class NotDemonstrationError(Exception):
    """Error: a request to be stored in bulk is not marked as a demonstration."""


def store_bulk_requests(bulk_requests: Sequence[BulkRequest]) -> None:
    """Store the requests in one transaction."""
    if not all(bulk_request.appointment_request.is_demo for bulk_request in bulk_requests):
        raise NotDemonstrationError
    with transaction.atomic(durable=True):
        AppointmentRequest.objects.bulk_create(one.appointment_request for one in bulk_requests)
        RequestEvent.objects.bulk_create(event for one in bulk_requests for event in one.events)
        Notice.objects.bulk_create(notice for one in bulk_requests for notice in one.notices)
        Visit.objects.bulk_create(visit for one in bulk_requests for visit in one.visits)


def erase_demo_requests() -> int:
    """Erase the demonstration requests and all that belongs to them; return how many there were.

    The access log is kept, as it is when retention erases a request.
    """
    with transaction.atomic(durable=True):
        # Nobody needs invented requests as evidence.
        AppointmentRequest.objects.demo().update(held_since=None)
        return erase(AppointmentRequest.objects.demo())
