"""Lookup of earlier requests by phone number, for the form in which the desk types a request."""

from dataclasses import dataclass

from django.db.models import F

from appointments.desk.presenters.status import status_of, with_visits
from appointments.models import AppointmentRequest
from appointments.patient_data import PatientData
from appointments.services.intake.desk_entry import requests_from_phone
from clinic.identity.clinic_time import day_and_time
from clinic.typed.phones import to_e164

# Number of requests that fit beside the form; the others are counted.
MOST_SHOWN = 5
_OPEN_FIRST = (F("closed_at").desc(nulls_first=True), "-received_at", "pk")


@dataclass(frozen=True)
class CallerRequest:
    """Request with the number; ``patient`` is None when the answers cannot be opened."""

    appointment_request: AppointmentRequest
    status: str
    patient: PatientData | None
    received: str


@dataclass(frozen=True)
class Caller:
    """Requests with ``number``, the open ones first; ``more`` counts those that are not shown."""

    number: str
    entries: list[CallerRequest]
    more: int

    @property
    def total(self) -> int:
        """Return the number of requests, shown or not."""
        return len(self.entries) + self.more


def look_up_caller(typed: str) -> Caller | None:
    """Return the requests with the number in ``typed``; None if it cannot be dialed."""
    number = to_e164(typed)
    if not number:
        return None
    earlier = requests_from_phone(typed).select_related("assigned_to").order_by(*_OPEN_FIRST)
    shown = [
        CallerRequest(one, str(status_of(one)), one.answers, day_and_time(one.received_at))
        for one in with_visits(earlier)[:MOST_SHOWN]
    ]
    more = earlier.count() - MOST_SHOWN if len(shown) == MOST_SHOWN else 0
    return Caller(number, shown, more)
