"""Record of erasures: which request went when, by which rule. Triggers chain the rows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.database.records import ChainedRecord


class ErasureRule(models.TextChoices):
    """Rule by which a request is erased."""

    CLOSED = "closed", _("Some time after it was closed")
    REFUSED = "refused", _("Some time after it was declined, or discarded as spam")
    # Which of staff they were is in the record of person_data.py.
    PERSON = "person", _("Asked for by a person, and confirmed by two of staff")


class Erasure(ChainedRecord):
    """Request that was erased. Only the reference is left of it, which says nothing about anybody.

    ``days`` is how long after ``closed_at`` the rule erased at that time. ``services.retention`` and
    ``services.person_data`` alone write it, in the transaction of the erasing.
    """

    wagtail_reference_index_ignore = True

    reference = models.CharField(_("reference"), max_length=8, db_index=True)
    rule = models.CharField(_("why"), max_length=10, choices=ErasureRule)
    closed_at = models.DateTimeField(_("closed"))
    days = models.PositiveSmallIntegerField(_("kept for days"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        default_permissions = ()
        # The order of writing.
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rule__in=ErasureRule.values), name="erasure_rule_known")
        ]

    def __str__(self) -> str:
        return self.reference
