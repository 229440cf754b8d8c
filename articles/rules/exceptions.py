"""Sentences that articles ask to be allowed: each counts once a second person confirmed it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from wagtail.models import Revision

from articles.models import AllowedSentence, ConditionPage, RuleChange
from articles.statements.keys import key_of
from clinic.models import User

from .acts import may_confirm
from .reasons import validate_reason


class OpenException(NamedTuple):
    """Sentence of an article that nobody has confirmed, and who wrote it there."""

    page: Any
    key: str
    sentence: str
    reason: str
    writer: User | None


def is_complete(value: Any) -> bool:
    """Return whether an exception has its sentence and a reason."""
    return all((value.get(key) or "").strip() for key in ("sentence", "reason"))


def confirmed_keys(page: Any) -> set[str]:
    """Return the keys of the sentences of this page that somebody has allowed."""
    sentences = AllowedSentence.objects.filter(page_id=page.pk).values_list("sentence", flat=True)
    return {key_of(sentence) for sentence in sentences} if page.pk else set()


def asked_for(page: Any) -> Iterator[tuple[str, Any]]:
    """Yield each complete exception of an article with its key."""
    for child in page.lint_exceptions:
        if is_complete(child.value):
            yield key_of(child.value["sentence"]), child.value


def open_exceptions() -> list[OpenException]:
    """Return what waits in the newest version of any article."""
    found = []
    for page in ConditionPage.objects.exclude(latest_revision__content__lint_exceptions__in=["", "[]"]):
        newest = page.get_latest_revision_as_object()
        confirmed = confirmed_keys(page)
        for key, value in asked_for(newest):
            if key not in confirmed:
                found.append(
                    OpenException(newest, key, value["sentence"], value["reason"], _writer(page, key))
                )
    return found


@transaction.atomic
def confirm_exception(page: ConditionPage, key: str, user: User) -> AllowedSentence:
    """Allow a sentence that somebody else wrote into the article's exceptions.

    Raises PermissionDenied, and ValidationError when it is not there any more or its reason says nothing.
    """
    page = ConditionPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    value = dict(asked_for(page.get_latest_revision_as_object())).get(key)
    if value is None or key in confirmed_keys(page):
        raise ValidationError(
            _("This sentence waits no longer: it was changed, or somebody has confirmed it.")
        )
    validate_reason(value["reason"], value["sentence"])
    writer = _writer(page, key)
    if writer == user:
        raise PermissionDenied(_("You wrote this yourself. Somebody else has to confirm it."))
    if not may_confirm(user, RuleChange.Rule.SENTENCE, writer):
        raise PermissionDenied
    allowed = AllowedSentence.objects.create(
        page_id=page.pk, sentence=value["sentence"], reason=value["reason"], allowed_by=str(user)[:120]
    )
    RuleChange.objects.create(
        rule=RuleChange.Rule.SENTENCE,
        rule_id=allowed.pk,
        name=str(allowed),
        after={"page_id": page.pk, "sentence": allowed.sentence, "reason": allowed.reason},
        reason=allowed.reason,
        outcome=RuleChange.Outcome.CONFIRMED,
        proposed_by=writer,
        proposed_by_name=str(writer or _("A program")),
        proposed_at=Now(),
        decided_by=user,
        decided_by_name=str(user),
        decided_at=Now(),
    )
    return allowed


def _writer(page: ConditionPage, key: str) -> User | None:
    """Return who first saved the sentence with its present reason; None for a program."""
    present = dict(asked_for(page.get_latest_revision_as_object())).get(key)
    field = ConditionPage._meta.get_field("lint_exceptions")
    revisions: Any = Revision.page_revisions.filter(object_id=str(page.pk)).select_related("user")
    for revision in revisions.order_by("created_at", "pk"):
        stream = field.to_python(revision.content.get("lint_exceptions") or "[]")
        for child in stream:
            is_it = is_complete(child.value) and key_of(child.value["sentence"]) == key
            if is_it and present is not None and child.value["reason"] == present["reason"]:
                return revision.user
    return None
