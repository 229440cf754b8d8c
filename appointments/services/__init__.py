"""Every change to a request, and the record of who read it: the only code that writes either.

``submission`` stores what a patient sends, ``patient_acts`` what the patient changes later; ``decisions`` is
what the front desk does with it.
"""

from .access import record_access
from .attempts import AttemptOutcome, log_attempt, may_be_called_unreachable
from .bulk import assign_many, close_many_as_duplicates, discard_many
from .changes import PatientMessage, RequestMoved, TransitionRefused
from .corrections import NothingToCorrect, correct
from .decisions import (
    add_note,
    claim,
    close_as_error,
    decline,
    discard,
    mark_unreachable,
    release,
    reopen,
    restore,
    set_priority,
    withdraw,
)
from .expiry import expire
from .merging import VisitWouldBeLost, close_as_duplicate
from .patient_acts import NothingToDo, TooManyNumbers, call_at_other_phone, withdraw_by_patient
from .scheduling import VisitConflict, cancel_visit, move_visit, schedule
from .spam_digest import tell_of_possible_spam
from .submission import Submission, find_submission, submit_request
from .telling import REACHED_OUT, is_untold, told_otherwise
from .timekeeping import keep_time
from .undo import MessageGone, Undone, undo
from .visits_over import close_past_visits

__all__ = [
    "REACHED_OUT",
    "AttemptOutcome",
    "MessageGone",
    "NothingToCorrect",
    "NothingToDo",
    "PatientMessage",
    "RequestMoved",
    "Submission",
    "TooManyNumbers",
    "TransitionRefused",
    "Undone",
    "VisitConflict",
    "VisitWouldBeLost",
    "add_note",
    "assign_many",
    "call_at_other_phone",
    "cancel_visit",
    "claim",
    "close_as_duplicate",
    "close_as_error",
    "close_many_as_duplicates",
    "close_past_visits",
    "correct",
    "decline",
    "discard",
    "discard_many",
    "expire",
    "find_submission",
    "is_untold",
    "keep_time",
    "log_attempt",
    "mark_unreachable",
    "may_be_called_unreachable",
    "move_visit",
    "record_access",
    "release",
    "reopen",
    "restore",
    "schedule",
    "set_priority",
    "submit_request",
    "tell_of_possible_spam",
    "told_otherwise",
    "undo",
    "withdraw",
    "withdraw_by_patient",
]
