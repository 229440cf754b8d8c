"""What the front desk fills in for each step on a request.

Every form carries the version that the person saw; ``arguments`` is what the step's service is called with.
"""

from .attempt import AttemptForm, NextAttempt
from .correction import CorrectionForm, PriorityForm
from .duplicate import DuplicateForm
from .ending import DeclineForm, ToldForm
from .step import LARGEST_VERSION, NoteForm, OptionalNoteForm, StepForm, Writes
from .visit import CancelVisitForm, MoveVisitForm, ScheduleForm

__all__ = [
    "LARGEST_VERSION",
    "AttemptForm",
    "CancelVisitForm",
    "CorrectionForm",
    "DeclineForm",
    "DuplicateForm",
    "MoveVisitForm",
    "NextAttempt",
    "NoteForm",
    "OptionalNoteForm",
    "PriorityForm",
    "ScheduleForm",
    "StepForm",
    "ToldForm",
    "Writes",
]
