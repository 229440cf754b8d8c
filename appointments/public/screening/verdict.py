"""Signals of spam in a form; patients are not asked to solve anything.

A signal leads to quarantine, which the desk reads, so that no request is lost. Floods of one sender are
noticed when the request is stored (``services.intake.counting``).
"""

from datetime import datetime

from appointments.models import Signal
from appointments.patient_data import PatientData

from .content import content_signals
from .fields import field_signals


def signals_of(data: PatientData, opened: str, now: datetime, *, is_trapped: bool) -> tuple[Signal, ...]:
    """Return the signals of spam in the answers of a valid form, and in its two fields for programs."""
    return (*field_signals(opened, now, is_trapped=is_trapped), *content_signals(data))
