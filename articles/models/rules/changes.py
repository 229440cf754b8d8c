"""Log of the rules: who proposed which change of one, why, and who confirmed it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleChangeQuerySet(models.QuerySet["RuleChange"]):
    """Queries for changes of rules."""

    def waiting(self) -> "RuleChangeQuerySet":
        """Changes that nobody has decided yet."""
        return self.filter(outcome=RuleChange.Outcome.WAITING)


class RuleChange(models.Model):
    """Change of a rule. A trigger keeps what was proposed, and a decision once it is made.

    The rule is a word that the site does not use, or a sentence of one page that may use such a word.
    """

    class Rule(models.TextChoices):
        WORD = "word", _("Word we do not use")
        SENTENCE = "sentence", _("Allowed sentence")

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waits for a second person")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        AT_ONCE = "at_once", _("Made stricter at once")
        # Written by a trigger: articles/migrations/0041_rules_changed_elsewhere.py.
        ELSEWHERE = "elsewhere", _("Changed by a program, without two people and a reason")

    rule = models.CharField(_("kind"), max_length=10, choices=Rule)
    # Empty for a rule that the change adds.
    rule_id = models.BigIntegerField(null=True)
    name = models.TextField(_("rule"))
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(_("why"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_by_name = models.CharField(_("proposed by"), max_length=320)
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by_name = models.CharField(_("decided by"), max_length=320, blank=True, default="")
    decided_at = models.DateTimeField(_("decided at"), null=True)

    wagtail_reference_index_ignore = True
    objects: ClassVar[Any] = RuleChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a rule")
        verbose_name_plural = _("changes of rules")
        ordering = ["-proposed_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        """True while nobody has decided."""
        return self.outcome == self.Outcome.WAITING

    @property
    def is_by_nobody(self) -> bool:
        """True for what changed past the services."""
        return self.outcome == self.Outcome.ELSEWHERE

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """Names of what changes, with what was and what is to be; all of a rule that is added or goes."""
        names = [name for name in self.after or self.before if self.before.get(name) != self.after.get(name)]
        return [(name, self.before.get(name, ""), self.after.get(name, "")) for name in names]
