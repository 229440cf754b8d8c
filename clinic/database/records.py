"""Records that are only ever added to: each row holds the hash of itself and of the row before it.

Whoever changes or removes a row breaks the chain at that place.
"""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ChainedRecord(models.Model):
    """Row of such a table. Triggers set all these fields, whatever is written into them (``chaining.py``)."""

    at = models.DateTimeField(_("when"), db_default=Now())
    database_role = models.CharField(max_length=63, blank=True, db_default="", editable=False)
    previous = models.BinaryField(null=True)
    hash = models.BinaryField(null=True)

    class Meta:
        abstract = True


class MarkKind(models.TextChoices):
    """Meaning of a mark for the row that it names."""

    # The last row at that time, told outside: rows up to here cannot be cut off unnoticed.
    HEAD = "head", _("Last record of a day")
    # Rows up to here were erased because they were old.
    CUT = "cut", _("Records erased up to here")


class ChainMark(models.Model):
    """Place in a chain that is remembered: its last row on a day, or the last row that was erased."""

    wagtail_reference_index_ignore = True

    kind = models.CharField(max_length=4, choices=MarkKind)
    chain = models.CharField(max_length=63)
    number = models.BigIntegerField()
    hash = models.BinaryField()
    # When the row itself was written.
    row_at = models.DateTimeField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["chain", "kind", "-number"], name="chain_marks")]

    def __str__(self) -> str:
        return f"{self.chain}:{self.number}:{bytes(self.hash).hex()}"
