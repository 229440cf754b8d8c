"""Choices of an answer: the reasons, then claims and sources of the page, numbered as keys choose them."""

from typing import Any, NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.gate.statements import Ties
from articles.models.statements import AnswerKind, NoClaimReason, StatementAnswer
from clinic.typed.keys import key_in

from .acts import Choice

# Keys in the order of the choices; J and K go on and back.
KEYS = "123456789abcdefghilmnopqrstuvwxyz"
# Words of a claim that tell it from the others.
WORDS_OF_A_CLAIM = 14


class Option(NamedTuple):
    """Choice as a form holds it: value and words, with the number that chooses it."""

    value: str
    label: str
    number: int

    @property
    def digit(self) -> str:
        """Key that chooses it: a figure, then a letter; empty beyond those."""
        return KEYS[self.number - 1 : self.number]


def options_of(instance: Any = None) -> list[Option]:
    """Return the choices for a page; without one, for a kind of record, which has reasons alone."""
    choices = [(f"{AnswerKind.NO_CLAIM}:{value}", str(label)) for value, label in NoClaimReason.choices]
    if instance is not None:
        ties = Ties.of(instance)
        choices += [
            (f"{AnswerKind.CLAIM}:{claim_id}", _("As the claim: %(claim)s") % {"claim": _words_of(claim)})
            for claim_id, claim in ties.claims.items()
        ]
        choices += [
            (f"{AnswerKind.SOURCE}:{key}", _("As the source: %(source)s") % {"source": source})
            for key, source in ties.sources.items()
        ]
    return [Option(value, label, number) for number, (value, label) in enumerate(choices, start=1)]


def value_of(answer: StatementAnswer | None) -> str:
    """Return the value of the choice that an answer is; empty for none."""
    if answer is None or not answer.kind:
        return ""
    return f"{answer.kind}:{answer.reason or answer.claim_id or answer.source_id}"


def choice_of(value: str) -> Choice:
    """Return the choice that a form sent. What is unknown becomes one that no answer may be."""
    kind, _colon, detail = value.partition(":")
    match kind:
        case AnswerKind.NO_CLAIM:
            return Choice(kind, reason=detail)
        case AnswerKind.CLAIM:
            return Choice(kind, claim_id=detail)
        case AnswerKind.SOURCE:
            return Choice(kind, source_id=key_in(detail))
    return Choice("")


def words_of(answer: StatementAnswer, options: list[Option]) -> str:
    """Return an answer in words, as its choice was offered."""
    value = value_of(answer)
    return next((option.label for option in options if option.value == value), answer.get_kind_display())


def _words_of(claim: Any) -> str:
    return Truncator(claim["text"]).words(WORDS_OF_A_CLAIM)
