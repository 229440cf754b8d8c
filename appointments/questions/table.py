"""All questions, in the order in which patients are asked them. Everything that shows or asks one reads this.

A new question is one entry here (in the module of its subject), and its answer in ``PatientData``.
"""

from collections.abc import Iterator

from .agreement import AGREEMENT
from .contact import CONTACT
from .person import PERSON
from .question import Group, Question, Readback
from .visit import VISIT

QUESTIONS: tuple[Question, ...] = (*PERSON, *CONTACT, *VISIT, *AGREEMENT)
BY_NAME = {question.name: question for question in QUESTIONS}
# Each question that stands on the record, with how it reads there, in the order of the record.
ON_RECORD: list[tuple[Question, Readback]] = sorted(
    ((question, question.record) for question in QUESTIONS if question.record), key=lambda pair: pair[1].place
)
EXPORTED = [(question, record) for question, record in ON_RECORD if record.is_exported]


def by_group() -> Iterator[tuple[Group, list[Question]]]:
    """Each group with its questions, as patients are asked them."""
    for group in dict.fromkeys(question.group for question in QUESTIONS if question.group):
        yield group, [question for question in QUESTIONS if question.group is group]
