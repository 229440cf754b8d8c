"""Signals of spam in a form; patients are not asked to solve anything.

A signal leads to quarantine, which the desk reads, so that no request is lost. Floods of one sender are
noticed when the request is stored (``services.intake.counting``).
"""

from datetime import datetime

from appointments.models import Signal

from .content import content_signals
from .fields import ScreeningFields


def signals_of(form: ScreeningFields, now: datetime) -> tuple[Signal, ...]:
    """Return the signals of spam in a valid form."""
    return (*form.field_signals(now), *content_signals(form.cleaned_data))
