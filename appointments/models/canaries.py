"""Canaries: rows that travel like notices, so that a broken way is seen before a patient needs it."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

EVERY = timedelta(hours=1)
LOST_AFTER = timedelta(minutes=15)


class CanaryQuerySet(models.QuerySet["Canary"]):
    """Canaries by how far they came."""

    def under_way(self) -> "CanaryQuerySet":
        """Keep canaries that no mail server has accepted yet."""
        return self.filter(arrived_at=None)

    def lost(self) -> "CanaryQuerySet":
        """Keep canaries that have been under way for too long."""
        return self.under_way().filter(written_at__lt=Now() - LOST_AFTER)


class Canary(models.Model):
    """Test message: written by web, and taken to the mail server by the worker. It is about no request."""

    wagtail_reference_index_ignore = True

    written_at = models.DateTimeField(db_default=Now())
    tried_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    # Set once the second channel was told.
    rung_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)

    objects = CanaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("canary")
        verbose_name_plural = _("canaries")
        default_permissions = ()

    def __str__(self) -> str:
        return self.written_at.isoformat()

    @classmethod
    def write_if_due(cls) -> None:
        """Write one, unless there is one of the last hour. Two at the same moment harm nobody."""
        if not cls.objects.filter(written_at__gt=Now() - EVERY).exists():
            cls.objects.create()
