"""Visits: the times of practitioners that are kept for scheduled requests."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .requests import AppointmentRequest


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits by state and time. Cancelled ones are kept."""

    def active(self) -> "VisitQuerySet":
        """Keep visits that were not cancelled, also past ones: at most one for each request."""
        return self.filter(cancelled_at=None)

    def over(self) -> "VisitQuerySet":
        """Keep visits that have ended."""
        return self.filter(during__endswith__lte=Now())

    def to_come(self) -> "VisitQuerySet":
        """Keep visits that have not ended."""
        return self.filter(during__endswith__gt=Now())


class Visit(models.Model):
    """Time of a practitioner that is kept for a scheduled request."""

    wagtail_reference_index_ignore = True

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="visits", verbose_name=_("request")
    )
    practitioner = models.ForeignKey(
        "clinic.Practitioner", on_delete=models.PROTECT, related_name="visits", verbose_name=_("practitioner")
    )
    during = DateTimeRangeField(_("time"))
    # Codes of ``targets.visit_objections`` that were known when the time was agreed.
    despite = ArrayField(
        models.CharField(max_length=20), verbose_name=_("agreed all the same"), default=list, db_default=[]
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        default_permissions = ()
        constraints = [
            # The database checks it: of two receptionists who act at the same moment one wins.
            ExclusionConstraint(
                name="visit_without_overlap",
                expressions=[
                    (F("practitioner"), RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None),
            ),
            models.UniqueConstraint(
                fields=["appointment_request"], condition=Q(cancelled_at=None), name="visit_one_per_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner} {self.during.lower:%Y-%m-%d %H:%M}"
