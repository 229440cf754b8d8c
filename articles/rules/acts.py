"""Services that change a rule and write its log; no other module writes either."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from articles.models import AllowedSentence, LintTerm, RuleChange
from clinic.models import User

from .reasons import validate_reason

Rule = LintTerm | AllowedSentence
Values = dict[str, Any]
# Fields of each rule that a change may be about; who allows a sentence is who confirms it.
FIELDS: dict[type[Rule], tuple[str, ...]] = {
    LintTerm: ("pattern", "advice", "language", "is_active"),
    AllowedSentence: ("page_id", "sentence", "reason"),
}
KINDS: dict[type[Rule], str] = {LintTerm: RuleChange.Rule.WORD, AllowedSentence: RuleChange.Rule.SENTENCE}
MODELS: dict[str, type[Rule]] = {kind: model for model, kind in KINDS.items()}


def values_of(rule: Rule) -> Values:
    """Return what a change of the rule may be about."""
    return {name: getattr(rule, name) for name in FIELDS[type(rule)]}


def holds_the_right(user: User, kind: str) -> bool:
    """Return whether ``user`` may propose and confirm changes of rules of this kind."""
    return user.has_perm(f"articles.change_{MODELS[kind]._meta.model_name}")


def may_confirm(user: User, kind: str, proposer: User | None) -> bool:
    """Return whether ``user`` may be the second person for what ``proposer`` wants changed.

    One of the two holds the right. Where a clinic has one reviewer, an editor confirms what she proposed, and
    she what an editor wrote into an article.
    """
    if proposer == user:
        return False
    reads = user.has_perm("articles.view_lintterm")
    return holds_the_right(user, kind) or (reads and proposer is not None and holds_the_right(proposer, kind))


def others_who_may_confirm(user: User, kind: str) -> list[User]:
    """Return the active users who may be the second person for ``user``."""
    reads = Q(groups__permissions__codename="view_lintterm") | Q(is_superuser=True)
    others = User.objects.filter(reads, is_active=True).exclude(pk=user.pk).distinct()
    return [other for other in others.order_by("first_name", "last_name") if may_confirm(other, kind, user)]


@transaction.atomic
def propose(rule: Rule, reason: str, user: User) -> RuleChange:
    """Propose the rule as it now stands in memory; what only makes rules stricter is done at once.

    Raises ValidationError for a reason without substance, and PermissionDenied.
    """
    kind = KINDS[type(rule)]
    if not holds_the_right(user, kind):
        raise PermissionDenied
    validate_reason(reason, str(rule))
    stored = type(rule)._default_manager.filter(pk=rule.pk).first() if rule.pk else None
    change = RuleChange(
        rule=kind,
        rule_id=rule.pk,
        name=str(rule),
        before=values_of(stored) if stored else {},
        after=values_of(rule),
        reason=reason,
        proposed_by=user,
        proposed_by_name=str(user),
        proposed_at=Now(),
    )
    if _is_stricter(change):
        rule.save()
        change.rule_id = rule.pk
        change.outcome = RuleChange.Outcome.AT_ONCE
    change.save()
    return change


@transaction.atomic
def take_back(sentence: AllowedSentence, user: User) -> None:
    """Log that a sentence is no longer allowed: that makes the rules stricter, and one person may do it."""
    RuleChange.objects.create(
        rule=RuleChange.Rule.SENTENCE,
        rule_id=sentence.pk,
        name=str(sentence),
        before=values_of(sentence),
        reason=_("Taken back: the sentence is no longer allowed."),
        outcome=RuleChange.Outcome.AT_ONCE,
        proposed_by=user,
        proposed_by_name=str(user),
        proposed_at=Now(),
    )


@transaction.atomic
def decide(change: RuleChange, user: User, *, confirms: bool) -> RuleChange:
    """Confirm or decline what somebody else proposed; the one who proposed it may only decline it.

    Raises PermissionDenied, and ValidationError when there is nothing to decide any more.
    """
    change = (
        RuleChange.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=change.pk)
    )
    if not (holds_the_right(user, change.rule) or may_confirm(user, change.rule, change.proposed_by)):
        raise PermissionDenied
    if not change.is_waiting:
        message = _("%(name)s has decided this already.") % {"name": change.decided_by_name}
        raise ValidationError(message)
    if confirms:
        if change.proposed_by_id == user.pk:
            raise PermissionDenied(_("You proposed this yourself. Somebody else has to confirm it."))
        _carry_out(change, user)
    change.outcome = RuleChange.Outcome.CONFIRMED if confirms else RuleChange.Outcome.DECLINED
    change.decided_by, change.decided_by_name, change.decided_at = user, str(user), Now()
    change.save()
    return change


def _is_stricter(change: RuleChange) -> bool:
    """Return whether no sentence is allowed afterwards that was not before: a word added, or used again."""
    if change.rule != RuleChange.Rule.WORD or not change.after["is_active"]:
        return False
    changed = {name for name, _before, _after in change.differences}
    return not change.before or changed <= {"is_active", "advice"}


def _carry_out(change: RuleChange, user: User) -> None:
    model = MODELS[change.rule]
    rule = model._default_manager.select_for_update().filter(pk=change.rule_id or 0).first()
    if change.rule_id is not None and (rule is None or values_of(rule) != change.before):
        raise ValidationError(
            _("The rule has changed since this was proposed. Decline it, and propose it anew.")
        )
    rule = rule or model()
    for name, value in change.after.items():
        setattr(rule, name, value)
    if isinstance(rule, AllowedSentence):
        rule.allowed_by = str(user)[:120]
    rule.full_clean()
    rule.save()
