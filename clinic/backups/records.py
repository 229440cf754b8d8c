"""Record of each backup: what the owner's page and health tell of them, wherever the files are by now."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Backup(models.Model):
    """Backup that was written and read back, or that the database was restored from."""

    wagtail_reference_index_ignore = True

    # The moment of the database that it holds.
    made_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    file = models.CharField(max_length=80)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    rows = models.BigIntegerField()
    files = models.PositiveIntegerField()
    # When somebody with the private key restored it elsewhere, to see that it works.
    tried_at = models.DateTimeField(null=True)
    # When this database was made from it.
    restored_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        default_permissions = ()
        indexes = [models.Index(fields=["-made_at"], name="backups_latest")]

    def __str__(self) -> str:
        return self.file
