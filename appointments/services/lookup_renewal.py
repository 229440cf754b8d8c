"""Renewal of search hashes that another release made, or another key.

Nothing is remembered outside the rows, so a renewal that was killed goes on where it stopped.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from appointments.models import AppointmentRequest
from appointments.patient_data import DecryptionError
from appointments.reading import Reader, reading_as

_BATCH = 200
_FIRST = uuid.UUID(int=0)


@dataclass(frozen=True)
class RenewedBatch:
    """Numbers of requests whose hashes were made anew, and of those that no key opens."""

    renewed: int
    unreadable: int


def renew_lookup() -> Iterator[RenewedBatch]:
    """Make the hashes anew, a batch to a transaction, and leave out requests that somebody is changing.

    The rows are locked while they are read and written, so no newer answer is overwritten. Whoever changes a
    request meanwhile makes its hashes anew with this release.
    """
    after: uuid.UUID | None = _FIRST
    while after:
        batch, after = _renew_after(after)
        yield batch


@transaction.atomic(durable=True)
def _renew_after(after: uuid.UUID) -> tuple[RenewedBatch, uuid.UUID | None]:
    """Renew the batch after this key; return the last key, None at the end."""
    waiting = AppointmentRequest.objects.hard_to_find().filter(pk__gt=after).order_by("pk")
    rows = list(waiting.select_for_update(skip_locked=True, no_key=True).only("patient_data")[:_BATCH])
    readable = []
    with reading_as(Reader.RENEWAL):
        for appointment_request in rows:
            try:
                appointment_request.keep_findable_by(appointment_request.patient)
            except DecryptionError:
                continue
            readable.append(appointment_request)
    AppointmentRequest.objects.bulk_update(readable, ["lookup", "lookup_mark"])
    return RenewedBatch(len(readable), len(rows) - len(readable)), rows[-1].pk if rows else None
