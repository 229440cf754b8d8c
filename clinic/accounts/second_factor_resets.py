"""Resets of a lost second factor that one person has asked for, and another has not confirmed yet."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

GOOD_FOR = timedelta(hours=24)


class SecondFactorResetQuerySet(models.QuerySet["SecondFactorReset"]):
    """Queries for resets that wait."""

    def open(self) -> "SecondFactorResetQuerySet":
        """Return those that may still be confirmed."""
        return self.filter(asked_at__gt=Now() - GOOD_FOR)


class SecondFactorReset(models.Model):
    """Question of one person whether another agrees. What became of it stands in the audit trail."""

    wagtail_reference_index_ignore = True

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())

    objects = SecondFactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("reset of a second step")
        verbose_name_plural = _("resets of a second step")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(account=models.F("asked_by")), name="second_factor_reset_by_others"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
