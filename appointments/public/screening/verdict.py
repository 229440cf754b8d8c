"""Verdict on a request by its signals of spam; patients are not asked to solve anything.

A signal leads to quarantine, which the desk reads, so that no request is lost. Only a flood is refused.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django import db
from django.http import HttpRequest

from appointments.models import Signal
from clinic.database.dead_connection import close_if_dead

from .bucket import Taken, take_token
from .content import content_signals
from .fields import ScreeningFields
from .sender import sender_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """Signals of spam; ``refused`` when the sender sent so much that nothing more is accepted for now."""

    signals: tuple[Signal, ...] = ()
    refused: bool = False


def screen(request: HttpRequest, form: ScreeningFields, now: datetime) -> Verdict:
    """Judge a valid form before it is stored. Costs one query; never raises.

    A refused form may be stored already: the caller asks ``find_submission``.
    """
    taken = _tokens(request, now)
    signals = [*form.field_signals(now), *content_signals(form.cleaned_data)]
    if taken.busy:
        signals.append(Signal.BUSY_ADDRESS)
    return Verdict(tuple(signals), taken.overflowing)


def _tokens(request: HttpRequest, now: datetime) -> Taken:
    try:
        sender = sender_of(request, now)
        return take_token(sender, now) if sender else Taken()
    except db.Error as error:
        # Storing the request matters more, and reports a database that is away: on a new connection, as
        # nothing can be stored behind one that is dead.
        logger.error("screening: tokens not counted: %s", type(error).__name__)
        close_if_dead()
        return Taken()
