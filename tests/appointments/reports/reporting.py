"""Requests of a certain hour, and the owner's figures read from the file that she takes."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from appointments.models import AppointmentRequest, RequestEvent
from tests.appointments.factories import make_request

REPORT = "/admin/request-report/"
CLINIC = ZoneInfo("America/Los_Angeles")


def clinic_time(text: str) -> datetime:
    """The moment at which the clinic's clock shows ``text``."""
    return datetime.fromisoformat(text).replace(tzinfo=CLINIC).astimezone(UTC)


def received(at: str, **fields: Any) -> AppointmentRequest:
    """A request that arrived when the clinic's clock showed ``at``."""
    return make_request(received_ago=timezone.now() - clinic_time(at), **fields)


def contacted(appointment_request: AppointmentRequest, at: str | timedelta, **fields: Any) -> None:
    """Somebody at the desk tried to reach the patient, at a time or so long after the request."""
    moment = appointment_request.received_at + at if isinstance(at, timedelta) else clinic_time(at)
    known = {"kind": "attempt", "actor_name": "Freya Desk", "details": {"channel": "phone"}, **fields}
    RequestEvent.objects.create(appointment_request=appointment_request, at=moment, **known)


def figures(browser: Client, first: str, last: str) -> dict[str, list[list[str]]]:
    """Each table of the report about these days, by its title, headers included."""
    response = browser.get(f"{REPORT}figures.csv", {"first": first, "last": last})
    assert response.status_code == 200
    tables: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(response.content.decode("utf-8-sig"))):
        if len(row) == 1:
            rows = tables.setdefault(row[0], [])
        elif row:
            rows.append(row)
    return tables
