"""Every change to a request: the only code that writes one.

``submission`` stores what a patient sends; ``decisions`` is what the front desk does with it.
"""

from .attempts import AttemptOutcome, log_attempt, may_be_called_unreachable
from .changes import RequestMoved, TransitionRefused
from .decisions import (
    add_note,
    claim,
    close_as_duplicate,
    close_as_error,
    decline,
    mark_unreachable,
    release,
    reopen,
    restore,
    withdraw,
)
from .scheduling import VisitConflict, cancel_visit, schedule
from .submission import Submission, submit_request

__all__ = [
    "AttemptOutcome",
    "RequestMoved",
    "Submission",
    "TransitionRefused",
    "VisitConflict",
    "add_note",
    "cancel_visit",
    "claim",
    "close_as_duplicate",
    "close_as_error",
    "decline",
    "log_attempt",
    "mark_unreachable",
    "may_be_called_unreachable",
    "release",
    "reopen",
    "restore",
    "schedule",
    "submit_request",
    "withdraw",
]
