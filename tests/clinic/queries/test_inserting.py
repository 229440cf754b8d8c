"""What is stored at once is what ``save()`` stores."""

from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.db.models.functions import Now
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.channels import NoticeChannel
from appointments.models.event_kinds import EventKind
from appointments.patient_data import PatientData
from clinic.queries.inserting import insert

pytestmark = pytest.mark.django_db
_OF_ITS_OWN = {"id", "reference", "idempotency_key", "message_id", "patient_data"}
_OF_ITS_OWN |= {"appointment_request", "event"}
# Each statement has a time of its own.
_OF_ITS_OWN |= {"at", "created_at", "due_at"}


def _new(reference: str) -> tuple[AppointmentRequest, RequestEvent, Notice]:
    now = timezone.now().replace(year=2030, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    asked = AppointmentRequest(
        reference=reference, idempotency_key=reference, received_at=now, waiting_since=now, due_at=now
    )
    asked.keep_answers(PatientData(full_name="Pat Quill", days=["mon"]))
    event = RequestEvent(appointment_request=asked, kind=EventKind.RECEIVED, details={"by": ["web"]})
    notice = Notice(appointment_request=asked, event=event, channel=NoticeChannel.DESK_EMAIL)
    notice.due_at = Now() + timedelta(minutes=15)
    return asked, event, notice


def _columns(row: Model) -> dict[str, Any]:
    stored = type(row).objects.get(pk=row.pk)  # type: ignore[attr-defined]  # of any model
    return {
        field.name: getattr(stored, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _OF_ITS_OWN
    }


def test_every_column_is_as_if_it_had_been_saved():
    saved, inserted = _new("SAVED222"), _new("NEWLY222")
    for row in saved:
        row.save(force_insert=True)
    asked, event, notice = inserted
    insert(asked, event)
    notice.event = event
    insert(notice)
    assert [_columns(row) for row in inserted] == [_columns(row) for row in saved]
    assert notice.event_id == event.pk
    notice.refresh_from_db()
    assert notice.due_at - notice.created_at == timedelta(minutes=15)
    assert not asked._state.adding
