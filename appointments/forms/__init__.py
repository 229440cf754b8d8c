"""What a patient fills in to ask for an appointment, and what we say when an answer is missing.

``person``, ``contact`` and ``visit`` ask the questions and ``request`` puts them together; ``summary`` reads
the answers back to the patient, ``carried`` takes them from page to page.
"""

from .carried import CARRIED, AnswersLost, carry, open_carried
from .choices import (
    CHILD_AGES,
    DAYS,
    IN_PERSON_TOPIC,
    OTHER_TOPIC,
    RELATIONSHIPS,
    SPEAKS,
    TIMES,
    VISITED,
    WHO_FOR,
)
from .request import AppointmentRequestForm
from .summary import Group, summarize

__all__ = [
    "CARRIED",
    "CHILD_AGES",
    "DAYS",
    "IN_PERSON_TOPIC",
    "OTHER_TOPIC",
    "RELATIONSHIPS",
    "SPEAKS",
    "TIMES",
    "VISITED",
    "WHO_FOR",
    "AnswersLost",
    "AppointmentRequestForm",
    "Group",
    "carry",
    "open_carried",
    "summarize",
]
