"""Invented requests by the thousand: stored as they are, and taken away again. No patient is among them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from appointments.models import AccessRecord, AppointmentRequest, Notice, RequestEvent, Visit


@dataclass(frozen=True)
class BulkRequest:
    """A request with all that belongs to it."""

    appointment_request: AppointmentRequest
    events: list[RequestEvent]
    notices: list[Notice] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)


class NotDemonstrationError(Exception):
    """Among what is to be stored is a request that does not say that it was invented."""


def store_bulk_requests(stories: Sequence[BulkRequest]) -> None:
    """Keep all of them, in one transaction."""
    if not all(story.appointment_request.is_demo for story in stories):
        raise NotDemonstrationError
    with transaction.atomic(durable=True):
        AppointmentRequest.objects.bulk_create(story.appointment_request for story in stories)
        RequestEvent.objects.bulk_create(event for story in stories for event in story.events)
        Notice.objects.bulk_create(notice for story in stories for notice in story.notices)
        Visit.objects.bulk_create(visit for story in stories for visit in story.visits)


def erase_demo_requests() -> int:
    """Take away the invented requests and all that belongs to them; how many there were.

    Who looked at them stays in the records of reads, as it does when retention erases a request.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        # The triggers of 0002_triggers refuse it otherwise; until the end of this transaction only.
        cursor.execute("SET LOCAL clinic.erasing = 'on'")
        invented = AppointmentRequest.objects.demo()
        AccessRecord.objects.filter(appointment_request__in=invented).update(appointment_request=None)
        AppointmentRequest.objects.filter(duplicate_of__in=invented).update(duplicate_of=None)
        # Children first, so that Django need not read what it deletes.
        for model in (Notice, Visit, RequestEvent):
            model.objects.filter(appointment_request__in=invented)._raw_delete(connection.alias)
        return invented._raw_delete(connection.alias)
