"""Who is known by a phone number, for the form in which the desk types a request."""

from dataclasses import dataclass

from appointments.models import AppointmentRequest
from appointments.patient_data import DecryptionError, PatientData
from appointments.phones import to_e164
from appointments.services.intake.desk_entry import requests_from_phone
from clinic.identity.clinic_time import day_and_time

# What fits beside the form; the others are counted.
MOST_SHOWN = 5


@dataclass(frozen=True)
class CallerRequest:
    """One request with the number; ``patient`` is None when it cannot be opened."""

    appointment_request: AppointmentRequest
    patient: PatientData | None
    received: str


@dataclass(frozen=True)
class Caller:
    """What is known by ``number``: the open requests first, and how many more there are than shown."""

    number: str
    entries: list[CallerRequest]
    more: int


def look_up_caller(typed: str) -> Caller | None:
    """The requests with the number in ``typed``; None while it is no number that can be dialed."""
    number = to_e164(typed)
    if not number:
        return None
    found = requests_from_phone(typed).select_related("assigned_to").in_desk_order()
    shown = [_opened(appointment_request) for appointment_request in found[:MOST_SHOWN]]
    more = found.count() - MOST_SHOWN if len(shown) == MOST_SHOWN else 0
    return Caller(number, shown, more)


def _opened(appointment_request: AppointmentRequest) -> CallerRequest:
    try:
        patient = appointment_request.patient
    except DecryptionError:
        patient = None
    return CallerRequest(appointment_request, patient, day_and_time(appointment_request.received_at))
