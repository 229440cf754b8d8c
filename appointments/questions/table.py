"""Table of all questions, in the order in which patients are asked them.

A new question is one entry here (in the module of its subject), and its answer in ``PatientData``.
"""

from .contact import ABOUT_CALLS, CONTACT
from .person import PERSON
from .question import Group, Question, Readback
from .visit import BESIDES_THE_TOPIC, TIME, TOPIC

QUESTIONS: tuple[Question, ...] = (*PERSON, *CONTACT, *TIME, *TOPIC, *ABOUT_CALLS, *BESIDES_THE_TOPIC)
BY_NAME = {question.name: question for question in QUESTIONS}
# Questions of the record, in its order.
ON_RECORD: list[tuple[Question, Readback]] = sorted(
    ((question, question.record) for question in QUESTIONS if question.record), key=lambda pair: pair[1].place
)
EXPORTED = [(question, record) for question, record in ON_RECORD if record.is_exported]


_GROUPS = dict.fromkeys(question.group for question in QUESTIONS if question.group)
# Each group with its questions, as patients are asked them.
BY_GROUP: list[tuple[Group, list[Question]]] = [
    (group, [question for question in QUESTIONS if question.group is group]) for group in _GROUPS
]
