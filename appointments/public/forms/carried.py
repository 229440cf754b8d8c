"""Answers carried from page to page: signed, in a field of the page itself.

No session, cookie or address ever holds them (docs/decisions/0013-answers-between-pages.md).
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from clinic.typed.asked_back import input_names

from .request import AppointmentRequestForm

CARRIED = "answers"
# Long enough for a patient who was called away over night (WCAG 2.2.1 asks for twenty hours).
GOOD_FOR = timedelta(hours=24)
_SALT = "appointments.answers"


class AnswersLost(Exception):
    """Error: the answers that arrived are not as this site signed them."""


@dataclass(frozen=True)
class Carried:
    """Answers as they were typed; ``too_old`` when they were signed longer ago than ``GOOD_FOR``."""

    answers: MultiValueDict
    too_old: bool


def carry(typed: MultiValueDict) -> str:
    """Sign everything in ``typed`` that the form asks for."""
    names = [name for name in input_names(AppointmentRequestForm.base_fields) if name in typed]
    return signing.dumps({name: typed.getlist(name) for name in names}, salt=_SALT, compress=True)


def arrived_answers(post: QueryDict) -> Carried:
    """Return the answers that a page sent, typed or carried. Raises ``AnswersLost``."""
    carried = post.get(CARRIED)
    return open_carried(carried) if isinstance(carried, str) else Carried(post, too_old=False)


def open_carried(text: str) -> Carried:
    """Return the answers in the signed ``text``. Raises ``AnswersLost``."""
    try:
        answers = signing.loads(text, salt=_SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        return Carried(MultiValueDict(signing.loads(text, salt=_SALT)), too_old=True)
    except signing.BadSignature:
        raise AnswersLost from None
    return Carried(MultiValueDict(answers), too_old=False)
