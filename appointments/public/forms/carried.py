"""Answers carried from page to page: signed, in a field of the page itself.

No session, cookie or address ever holds them (docs/decisions/0013-answers-between-pages.md).
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from .request import AppointmentRequestForm

CARRIED = "answers"
# Nobody who was called away over night has to begin again (WCAG 2.2.1 asks for twenty hours).
GOOD_FOR = timedelta(hours=24)
_SALT = "appointments.answers"


class AnswersLost(Exception):
    """The answers that arrived are not those which this site had signed."""


@dataclass(frozen=True)
class Carried:
    """The answers as they were typed, and whether they lay around for longer than they are good for."""

    answers: MultiValueDict
    too_old: bool


def carry(typed: MultiValueDict) -> str:
    """Everything in ``typed`` that the form asks for, as text that only this site can make."""
    names = [name for name in AppointmentRequestForm.base_fields if name in typed]
    return signing.dumps({name: typed.getlist(name) for name in names}, salt=_SALT, compress=True)


def arrived_answers(post: QueryDict) -> Carried:
    """What a page has sent: typed just now, or carried from the page before. Raises ``AnswersLost``."""
    return open_carried(post[CARRIED]) if CARRIED in post else Carried(post, too_old=False)


def open_carried(text: str) -> Carried:
    """The answers in ``text``. Raises ``AnswersLost``."""
    try:
        answers = signing.loads(text, salt=_SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        return Carried(MultiValueDict(signing.loads(text, salt=_SALT)), too_old=True)
    except signing.BadSignature:
        raise AnswersLost from None
    return Carried(MultiValueDict(answers), too_old=False)
