"""Closing of requests whose visit is over, by the worker."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.timeline import EventKind
from appointments.statuses import Status

# Requests that are locked and written together: few enough to keep nobody at the desk waiting.
_BATCH = 200


def close_past_visits() -> int:
    """Close the scheduled requests whose visit is over, as of its end; return how many there were.

    The status stays "scheduled", which is how the request ended. The version stays too, so that a note that
    is being written at this moment is not refused; services refuse what is no longer possible. Two workers
    at once skip each other's rows.
    """
    closed = 0
    while count := _close_some():
        closed += count
    return closed


def _close_some() -> int:
    over = Visit.objects.active().over()
    with transaction.atomic(durable=True):
        due = AppointmentRequest.objects.filter(
            Exists(over.filter(appointment_request=OuterRef("pk"))), status=Status.SCHEDULED, closed_at=None
        )
        locked = due.order_by("pk").select_for_update(skip_locked=True)
        keys = list(locked.values_list("pk", flat=True)[:_BATCH])
        ends = over.filter(appointment_request__in=keys).annotate(end=F("during__endswith"))
        # Reads again under the lock: a visit may have been moved just before.
        closing = dict(ends.values_list("appointment_request", "end"))
        for appointment_request, end in closing.items():
            AppointmentRequest.objects.filter(pk=appointment_request).update(closed_at=end)
        RequestEvent.objects.bulk_create(
            RequestEvent(appointment_request_id=appointment_request, kind=EventKind.VISIT_OVER, at=end)
            for appointment_request, end in closing.items()
        )
    return len(closing)
