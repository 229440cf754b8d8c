"""Answers carried from screen to screen: signed, in a field of the page itself.

No session, cookie or address ever holds them (docs/decisions/0013-answers-between-pages.md).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from appointments.questions.choices import EITHER
from clinic.typed.asked_back import input_names

from .request import AppointmentRequestForm
from .screens import BY_NAME, FIRST, SCREENS, Screen

# Inputs with the answers so far, and with the name of the screen that was filled in.
CARRIED, SCREEN = "answers", "screen"
# Value of the button that takes back for whom the patient asked.
ANYONE = "anyone"
# Long enough for a patient who was called away over night (WCAG 2.2.1 asks for twenty hours).
GOOD_FOR = timedelta(hours=24)
_SALT = "appointments.answers"
# Beside the answers: what they were found to say. No question has such a name.
_AS_CHECKED = "as checked"
_ON_SCREENS = {name for screen in SCREENS for name in screen.inputs}
# What the first screen brings besides its questions. The rest is found out on the way, and nobody types it.
_FOUND_OUT = {"asked_for", "checked"}


class AnswersLost(Exception):
    """Error: the answers that arrived are not as this site signed them."""


@dataclass(frozen=True)
class Carried:
    """Answers as they were typed; ``too_old`` when they were signed longer ago than ``GOOD_FOR``.

    ``screen`` is the one that was filled in; None for the page on which the answers are checked, which
    carries what they were found to say as well: ``checked``.
    """

    answers: MultiValueDict[str, Any]
    too_old: bool
    screen: Screen | None
    checked: dict[str, Any] | None = None

    def ask_for_anyone(self) -> None:
        """Forget which practitioner the patient asked for."""
        for name in ("practitioner", "asked_for"):
            self.answers.pop(name, None)


def carry(
    typed: MultiValueDict[str, Any], *, as_checked: dict[str, Any] | None = None, **found_out: str
) -> str:
    """Sign everything in ``typed`` that the form asks for, with what was ``found_out``.

    ``as_checked`` is what the answers say, if they were checked.
    """
    names = [name for name in input_names(AppointmentRequestForm.base_fields) if name in typed]
    answers = {name: typed.getlist(name) for name in names}
    answers |= {name: [value] for name, value in found_out.items()}
    if as_checked:
        answers[_AS_CHECKED] = [as_checked]
    return signing.dumps(answers, salt=_SALT, compress=True)


def arrived_answers(post: QueryDict) -> Carried:
    """Return the answers that a page sent: those of its own screen, and the others as it carried them.

    Raises ``AnswersLost``.
    """
    carried, screen, checked = post.get(CARRIED), BY_NAME.get(str(post.get(SCREEN))), None
    if isinstance(carried, str):
        answers, too_old = _opened(carried)
        checked = (answers.pop(_AS_CHECKED, None) or [None])[0]
        new = set(screen.inputs) if screen else set()
    else:
        answers, too_old, screen = MultiValueDict(), False, FIRST
        hidden = set(input_names(AppointmentRequestForm.base_fields)) - _ON_SCREENS - _FOUND_OUT
        new = {*FIRST.inputs, *hidden}
    for name in new:
        # A box without its tick does not arrive at all.
        answers.setlist(name, post.getlist(name)) if name in post else answers.pop(name, None)
    # A screen that was filled in may have changed them.
    return Carried(answers, too_old, screen, None if screen else checked)


def _opened(text: str) -> tuple[MultiValueDict[str, Any], bool]:
    """Return the answers in the signed ``text``, and whether they are too old. Raises ``AnswersLost``."""
    try:
        return _as_asked_now(MultiValueDict(signing.loads(text, salt=_SALT, max_age=GOOD_FOR))), False
    except signing.SignatureExpired:
        return _as_asked_now(MultiValueDict(signing.loads(text, salt=_SALT))), True
    except signing.BadSignature:
        raise AnswersLost from None


def _as_asked_now(answers: MultiValueDict[str, Any]) -> MultiValueDict[str, Any]:
    """Return the answers of a page of the form before the four screens, which was open during the update."""
    if "consent_contact" not in answers:
        return answers
    is_own = answers.get("who_for") == "self"
    answers["caller_name"] = answers.get("full_name" if is_own else "guardian_name") or ""
    if not is_own and not answers.get("relationship"):
        answers["relationship"] = "other"
    if answers.get("consent_email") and answers.get("phone") and answers.get("email"):
        answers["contact_by"] = EITHER
    return answers
