"""Taking a step through its page, as the desk's browser does."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from appointments.models import AppointmentRequest

# What each step's form needs, besides the version. Schedule and duplicate need something that exists,
# keep-visit a visit that something speaks against.
FILLED_IN: dict[str, dict[str, Any]] = {
    "restore": {},
    "discard": {},
    "attempt": {"channel": "phone", "outcome": "no_answer", "next_attempt": "none", "note": ""},
    "call-back": {"when": "morning", "note": ""},
    # Times and a text depend on the day: ``test_offering_times`` fills them in.
    "offer-times": {"note": ""},
    "told": {"told_by": "phone", "note": ""},
    "cancel-visit": {"told_by": "phone"},
    "reopen": {"note": "They called again."},
    "correct": {
        "full_name": "Mara Whitfield-Reyes",
        "phone": "(949) 555-0142",
        "voicemail_ok": "no",
        "email": "mara@patient.example",
        "mail_ok": "yes",
        "contact_by": "phone",
        "speaks": "en",
        "note": "",
    },
    "end-link": {},
    "priority": {"priority": "1"},
    "claim": {},
    "release": {},
    "note": {"note": "Asked for the ground floor."},
    "decline": {"reason": "no_capacity", "told_by": "phone", "note": ""},
    "withdraw": {"note": ""},
    "unreachable": {"note": ""},
    "error": {"note": "A test of ours."},
}


def address(action: str, appointment_request: AppointmentRequest) -> str:
    """The page of ``step`` on ``appointment_request``."""
    return f"/admin/requests/{action}/{appointment_request.pk}/"


def take(client: Client, action: str, appointment_request: AppointmentRequest, **fields: Any) -> HttpResponse:
    """Send the form of ``step`` on the version that ``appointment_request`` has in memory."""
    data = {"version": appointment_request.version, **FILLED_IN.get(action, {}), **fields}
    return client.post(address(action, appointment_request), data)


def visit_fields(practitioner: Any, /, **more: Any) -> dict[str, Any]:
    """The schedule form, filled in: in four weeks, at ten, for an hour."""
    return {
        "practitioner": practitioner.pk,
        "day": visit_day().isoformat(),
        "starts": "10:00",
        "minutes": 60,
        "told_by": "phone",
        "note": "",
        **more,
    }


def visit_day() -> date:
    """The day of the visit that ``visit_fields`` asks for: a Tuesday, when the tests' clinic is open."""
    in_four_weeks = timezone.localdate() + timedelta(days=28)
    return in_four_weeks + timedelta(days=(1 - in_four_weeks.weekday()) % 7)


def snapshot(appointment_request: AppointmentRequest) -> tuple:
    """Everything about ``appointment_request`` that a refused action must leave as it was."""
    values = AppointmentRequest.objects.filter(pk=appointment_request.pk).values_list().get()
    return (
        values,
        appointment_request.events.count(),
        appointment_request.visits.active().count(),
    )
