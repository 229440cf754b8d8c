"""Service that writes answers to statements, and the questions that wait; no other module writes them.

Two people may answer at once: an answer says which answer it was given in view of, and one that somebody else
has given meanwhile is never overwritten.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from articles.gate.statements import PageStatement, Ties
from articles.gate.unanswered import UNANSWERED, open_statements
from articles.models.statements import AnswerKind, NoClaimReason, StatementAnswer, owner_of
from articles.models.writers import is_writer
from articles.statements.keys import key_of
from clinic.gate import Finding
from clinic.models import User


class AnsweredMeanwhileError(Exception):
    """Raised when somebody else has answered since the statement was shown; carries their answer."""

    def __init__(self, current: StatementAnswer | None) -> None:
        super().__init__()
        self.current = current


@dataclass(frozen=True)
class Choice:
    """Answer as it is chosen: a claim, a source, or a reason why the sentence claims nothing."""

    kind: str
    claim_id: str = ""
    source_id: int | None = None
    reason: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """Values for the fields of an answer."""
        return {
            "kind": self.kind,
            "claim_id": self.claim_id,
            "source_id": self.source_id,
            "reason": self.reason,
        }


def may_answer(user: User | AnonymousUser) -> bool:
    """Return whether ``user`` holds the right of clinical reviewers to answer for statements by name."""
    return user.has_perm("articles.answer_statement")


def answer_obstacle(user: User, instance: Any, key: str) -> str:
    """Return why ``user`` cannot answer for this sentence of a page; empty when nothing is in the way."""
    if not may_answer(user):
        return _("Only clinical reviewers answer for statements.")
    if isinstance(instance, Page) and is_writer(instance, key, user):
        return _(
            "You wrote this sentence yourself: another clinical reviewer answers for it, or somebody else "
            "words it anew and you answer for that."
        )
    return ""


def answer_statement(
    instance: Any, statement: PageStatement, choice: Choice, user: User, seen: int | None
) -> StatementAnswer:
    """Record the answer of ``user`` to a statement of a page; ``seen`` is the answer that they were shown.

    Raises PermissionDenied, ValidationError for what cannot be an answer, AnsweredMeanwhileError.
    """
    if reason := answer_obstacle(user, instance, statement.key):
        raise PermissionDenied(reason)
    if not statement.may_be_answered or statement.claim is not None:
        raise ValidationError(_("No answer can make this sentence fit to be published. It has to change."))
    answer = StatementAnswer(
        **owner_of(instance),
        key=statement.key,
        sentence=statement.sentence,
        **choice.fields,
        written_by=user,
        written_by_name=str(user),
    )
    if not Ties.of(instance).hold(answer):
        raise ValidationError(_("Choose a claim or a source of this page, or a reason."))
    return _replace(answer, seen)


def question_obstacle(user: User, question: StatementAnswer) -> str:
    """Return why ``user`` cannot answer for this sentence of a record; empty when nothing is in the way."""
    if not may_answer(user):
        return _("Only clinical reviewers answer for statements.")
    if question.written_by_id == user.pk:
        return _(
            "You wrote this sentence yourself: another clinical reviewer answers for it. Or somebody else "
            "saves the form with this sentence, and you answer then."
        )
    return ""


def answer_question(question: StatementAnswer, reason: str, user: User) -> StatementAnswer:
    """Record why a sentence of a record claims nothing; the record can be saved from then on.

    Raises as ``answer_statement`` does.
    """
    if obstacle := question_obstacle(user, question):
        raise PermissionDenied(obstacle)
    if reason not in NoClaimReason:
        raise ValidationError(_("Choose a reason."))
    answer = StatementAnswer(
        content_type_id=question.content_type_id,
        object_id=question.object_id,
        key=question.key,
        sentence=question.sentence,
        kind=AnswerKind.NO_CLAIM,
        reason=reason,
        written_by=user,
        written_by_name=str(user),
    )
    return _replace(answer, question.pk)


def _replace(answer: StatementAnswer, seen: int | None) -> StatementAnswer:
    """Store an answer in place of the one that was shown, which stays, no longer current."""
    of_sentence = StatementAnswer.objects.filter(
        content_type_id=answer.content_type_id, object_id=answer.object_id, key=answer.key, is_current=True
    )
    try:
        with transaction.atomic():
            _let_go_of_others(of_sentence)
            if seen is not None and of_sentence.filter(pk=seen).update(is_current=False) != 1:
                raise AnsweredMeanwhileError(of_sentence.first())
            answer.save()
    except IntegrityError as error:
        # The constraint lets one of two answers in.
        raise AnsweredMeanwhileError(of_sentence.first()) from error
    return answer


def _let_go_of_others(rows: QuerySet[StatementAnswer]) -> None:
    """Let go of answers that stand under the key of another sentence."""
    others = [row.pk for row in rows.exclude(kind="") if not row.is_of_its_key]
    StatementAnswer.objects.filter(pk__in=others).update(is_current=False)


def load_answer(instance: Any, sentence: str, choice: Choice, user: User) -> None:
    """Store an answer of the demonstration, before its page or record is public."""
    StatementAnswer.objects.get_or_create(
        **owner_of(instance),
        key=key_of(sentence),
        is_current=True,
        defaults={
            "sentence": sentence,
            **choice.fields,
            "written_by": user,
            "written_by_name": str(user),
        },
    )


def ask_reviewers(sender: Any, instance: Any, findings: list[Finding], **_kwargs: Any) -> None:
    """Put the sentences for which a record was refused on the list of the clinical reviewers, each once."""
    if isinstance(instance, Page) or not any(finding.code == UNANSWERED for finding in findings):
        return
    user = get_active_log_context().user
    open_ones = [each for each in open_statements(instance) if each.may_be_answered]
    owner = owner_of(instance)
    keys = {statement.key for statement in open_ones}
    _let_go_of_others(StatementAnswer.objects.filter(**owner, key__in=keys, is_current=True))
    StatementAnswer.objects.bulk_create(
        [
            StatementAnswer(
                **owner,
                key=statement.key,
                sentence=statement.sentence,
                written_by=user,
                written_by_name=str(user or ""),
            )
            for statement in open_ones
        ],
        ignore_conflicts=True,
    )
    if user is not None:
        # Whoever tried last asks: so one reviewer can answer for what a colleague wants to say as well.
        asked = StatementAnswer.objects.filter(**owner, key__in=keys, kind="", is_current=True)
        asked.exclude(written_by=user).update(written_by=user, written_by_name=str(user))
