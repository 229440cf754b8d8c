"""Statements of a page or a record: what it says of treatments, and who has answered for each sentence.

A claim answers for what it says itself. Everything else needs an answer of a clinical reviewer, and an answer
that was tied to a claim or a source holds as long as that does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from articles.models.statements import AnswerKind, NoClaimReason, StatementAnswer, owner_of
from articles.statements.finding import Statement, statement_in
from articles.statements.keys import key_of
from articles.statements.reading import Text, readings, streams_of, texts
from articles.statements.sentences import sentences_in
from articles.statements.strong import Strong, strong_in

from .comparisons import carries


@dataclass(frozen=True)
class PageStatement:
    """Statement with the place in which it stands, and what answers for it."""

    key: str
    sentence: str
    words: tuple[str, ...]
    text: Text
    strong: Strong | None = None
    is_quoted: bool = False
    # The claim in whose text it stands; it answers for what it says.
    claim: Any = None
    answer: StatementAnswer | None = None
    # True as long as what the answer was tied to is there, and holds.
    holds: bool = False

    @property
    def is_open(self) -> bool:
        """True as long as nobody has answered for it, or nobody can."""
        if self.claim is not None:
            return self.strong is not None and not self._claim_carries(self.strong)
        return not self.may_be_answered or not self.holds

    @property
    def may_be_answered(self) -> bool:
        """False for what no reviewer can answer for: it stands in a claim, or nowhere."""
        return self.strong is None and not self.is_quoted

    def _claim_carries(self, strong: Strong) -> bool:
        return strong.may_be_claimed and carries(self.claim, self.sentence)


@dataclass(frozen=True)
class Ties:
    """Claims and sources of a page to which an answer may be tied: those whose sources hold."""

    claims: dict[str, Any]
    sources: dict[int, Any]

    @classmethod
    def of(cls, instance: Any) -> "Ties":
        """Return what a page offers; nothing for records and for pages without claims."""
        blocks = [
            child
            for name in streams_of(instance)
            for child in getattr(instance, name)
            if child.block_type == "claim" and _bears(child.value)
        ]
        sources = {source.pk: source for child in blocks for source in child.value.known_sources}
        # A part that was never saved has no id yet.
        return cls({child.id: child.value for child in blocks if child.id}, sources)

    def hold(self, answer: StatementAnswer | None) -> bool:
        """Return whether an answer is one, and what it was tied to is still there and holds."""
        if answer is None:
            return False
        match answer.kind:
            case AnswerKind.CLAIM:
                return answer.claim_id in self.claims
            case AnswerKind.SOURCE:
                return answer.source_id in self.sources
            case AnswerKind.NO_CLAIM:
                return answer.reason in NoClaimReason
        return False


def statements_of(instance: Any, its_texts: Iterable[Text] | None = None) -> list[PageStatement]:
    """Return the statements of a page or record in their order, each sentence once outside of claims.

    Whoever has read its texts already hands them in.
    """
    found: dict[tuple[str, Any], PageStatement] = {}
    # What pictures and notices say is answered for where it is written.
    for text in (text for text in its_texts or texts(instance) if text.is_own):
        kind, value = _block_of(instance, text)
        claim = value if kind == "claim" else None
        for key, said in statements_in(text.words):
            place = (key, text.block_id if kind == "claim" else kind == "quote")
            strong = strong_in(said.sentence)
            # An address repeats the words of a title, which is answered for; it must not promise more.
            if place not in found and (strong or not text.address):
                found[place] = PageStatement(
                    key, said.sentence, said.words, text, strong, kind == "quote", claim
                )
    return _answered(instance, list(found.values()))


def statements_in(words: str) -> Iterator[tuple[str, Statement]]:
    """Yield the statements of a text with their keys."""
    for line in (line for reading in readings(words) for line in reading.split("\n")):
        yield from _statements_of_line(line)


@lru_cache(maxsize=4096)
def _statements_of_line(line: str) -> tuple[tuple[str, Statement], ...]:
    found = (statement_in(" ".join(sentence.split())) for sentence in sentences_in(line))
    return tuple((key_of(each.sentence), each) for each in found if each)


def _answered(instance: Any, found: list[PageStatement]) -> list[PageStatement]:
    """Return the statements with their answers, which are asked for in one query."""
    keys = {each.key for each in found if each.claim is None}
    if not keys:
        return found
    rows = StatementAnswer.objects.filter(**owner_of(instance), is_current=True, key__in=keys)
    answers = {row.key: row for row in rows.select_related("source") if row.is_of_its_key}
    ties = Ties.of(instance)
    return [
        replace(each, answer=(answer := answers.get(each.key)), holds=ties.hold(answer))
        if each.claim is None
        else each
        for each in found
    ]


def _block_of(instance: Any, text: Text) -> tuple[str, Any]:
    """Return the kind and the value of the part of a stream in which a text stands."""
    if text.place is None:
        return "", None
    child = getattr(instance, text.field)[text.place]
    return child.block_type, child.value


def _bears(claim: Any) -> bool:
    """Return whether every source of a claim is there, checked and not withdrawn."""
    sources = claim.known_sources
    return bool(sources) and all(source.is_verified and not source.is_retracted for source in sources)
