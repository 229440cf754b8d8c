"""What the front desk fills in for each step on a request.

Every form carries the version that the person saw; ``arguments`` is what the step's service is called with.
"""

from .attempt import AttemptForm, NextAttempt
from .ending import DeclineForm, DuplicateForm
from .step import LARGEST_VERSION, NoteForm, OptionalNoteForm, StepForm
from .visit import CancelVisitForm, ScheduleForm

__all__ = [
    "LARGEST_VERSION",
    "AttemptForm",
    "CancelVisitForm",
    "DeclineForm",
    "DuplicateForm",
    "NextAttempt",
    "NoteForm",
    "OptionalNoteForm",
    "ScheduleForm",
    "StepForm",
]
