"""The waits of requests that were stored before they had a column: read from their timelines, once."""

from datetime import timedelta
from importlib import import_module

from django.db import connection
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.services.decisions import decisions
from appointments.statuses import Status
from tests import cast
from tests.appointments.factories import make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db
LONG_AGO = {"received_ago": timedelta(days=3), "due_in": timedelta(days=-2)}


def test_earlier_requests_wait_since_their_last_change(mailoutbox):
    make_details(opening_hours=[])
    freya, moment = cast.make_freya(), timezone.now()
    requests = {
        "arrived": make_request(**LONG_AGO),
        "tried": make_request(**LONG_AGO, status=Status.CONTACTING, actor=freya),
        "restored": make_request(**LONG_AGO, signals=["link"]),
        "urgent": make_request(**LONG_AGO),
    }
    known = {name: {"appointment_request_id": one.pk, "version": one.version, "actor": freya} for name, one in
             requests.items()}  # fmt: skip
    decisions.restore(**known["restored"])
    decisions.set_priority(**known["urgent"], priority=Priority.URGENT)
    promised = moment + LONG_AGO["due_in"]
    AppointmentRequest.objects.update(waiting_since=moment + timedelta(days=9), urgent_since=None)
    AppointmentRequest.objects.filter(pk=requests["tried"].pk).update(due_at=promised)
    with connection.cursor() as cursor:
        cursor.execute(import_module("appointments.migrations.0010_waiting_since").BEGIN_WAITS)
    found = {
        name: [
            round((value - moment) / timedelta(days=1)) if value else None
            for value in (one.waiting_since, one.due_at, one.urgent_since)
        ]
        for name, one in ((name, AppointmentRequest.objects.get(pk=one.pk)) for name, one in requests.items())
    }
    assert found == {
        "arrived": [-3, -2, None],
        # As long after the try as after the arrival.
        "tried": [0, 1, None],
        "restored": [0, -2, None],
        "urgent": [-3, -2, 0],
    }
