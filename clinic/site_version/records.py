"""Tables of the version. Triggers alone write them (``triggers.py``)."""

from django.db import models


class SiteVersion(models.Model):
    """Single row with the number, which each transaction raises at its end that changed the public site."""

    wagtail_reference_index_ignore = True

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="clinic_one_site_version")]

    def __str__(self) -> str:
        return str(self.number)


class PublicChange(models.Model):
    """Note of a transaction that it changed the public site; gone when it ends, and seen by no other."""

    wagtail_reference_index_ignore = True

    transaction = models.BigIntegerField(primary_key=True)
    is_at_the_end = models.BooleanField(default=False, db_default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.transaction)
