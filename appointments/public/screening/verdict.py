"""The verdict on a request: its signals of spam, without asking anybody to prove anything.

Every signal leads to quarantine, where the desk looks; none loses a request. Only a flood is refused.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest

from appointments.models import Signal

from .bucket import Taken, take_token
from .content import content_signals
from .fields import ScreeningFields
from .sender import sender_of

logger = logging.getLogger(__name__)

__all__ = ["Verdict", "screen"]


@dataclass(frozen=True)
class Verdict:
    """The signals of spam, and whether the sender sent so much that nothing more is taken for now."""

    signals: tuple[Signal, ...] = ()
    refused: bool = False


def screen(request: HttpRequest, form: ScreeningFields, now: datetime) -> Verdict:
    """Judge a form that is valid and about to be stored. Costs one query; never raises.

    Before anybody is refused, ``find_submission`` says whether this very form is stored already.
    """
    taken = _tokens(request, now)
    signals = [*form.field_signals(now), *content_signals(form.cleaned_data)]
    if taken.busy:
        signals.append(Signal.BUSY_ADDRESS)
    return Verdict(tuple(signals), taken.overflowing)


def _tokens(request: HttpRequest, now: datetime) -> Taken:
    sender = sender_of(request, now)
    if sender is None:
        return Taken(busy=False, overflowing=False)
    try:
        return take_token(sender, now)
    except DatabaseError as error:
        # Storing the request is what counts; if the database is away, that will say so.
        logger.error("screening: tokens not counted: %s", type(error).__name__)
        return Taken(busy=False, overflowing=False)
