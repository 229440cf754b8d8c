"""Every change to a request, and the record of who read it: the only code that writes either.

``submission`` stores what a patient sends, ``patient_acts`` what the patient changes later; ``decisions`` is
what the front desk does with it.
"""

from .access import record_access
from .attempts import AttemptOutcome, log_attempt, may_be_called_unreachable
from .bulk import assign_many, close_many_as_duplicates, discard_many
from .changes import RequestMoved, TransitionRefused
from .decisions import (
    add_note,
    claim,
    close_as_duplicate,
    close_as_error,
    decline,
    discard,
    mark_unreachable,
    release,
    reopen,
    restore,
    withdraw,
)
from .patient_acts import NothingToDo, TooManyNumbers, call_at_other_phone, withdraw_by_patient
from .scheduling import VisitConflict, cancel_visit, schedule
from .spam_digest import tell_of_possible_spam
from .submission import Submission, find_submission, submit_request

__all__ = [
    "AttemptOutcome",
    "NothingToDo",
    "RequestMoved",
    "Submission",
    "TooManyNumbers",
    "TransitionRefused",
    "VisitConflict",
    "add_note",
    "assign_many",
    "call_at_other_phone",
    "cancel_visit",
    "claim",
    "close_as_duplicate",
    "close_as_error",
    "close_many_as_duplicates",
    "decline",
    "discard",
    "discard_many",
    "find_submission",
    "log_attempt",
    "mark_unreachable",
    "may_be_called_unreachable",
    "record_access",
    "release",
    "reopen",
    "restore",
    "schedule",
    "submit_request",
    "tell_of_possible_spam",
    "withdraw",
    "withdraw_by_patient",
]
