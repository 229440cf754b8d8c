"""Check of a source: who compared it with the publication, what was not read, and when it is due again.

A trigger of the database takes the check away when a field that was compared changes, whoever changes it.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.fields import NoFutureDateValidator

# What a check sets, and what its loss empties.
CHECK = ("verified_by", "verified_on", "not_read", "recheck_due")
# What no check compares with the publication. The trigger take_check_away leaves the same columns out.
NOT_COMPARED = {"id", *CHECK, "typed_by", "is_retracted", "retraction_note"}


class NotRead(models.TextChoices):
    """Part of a publication that whoever checked it did not read."""

    NOTHING = "nothing", _("Nothing: all of it was read, with what is added to it")
    SUPPLEMENTS = "supplements", _("What is added to it, such as tables in a file of their own")
    FULL_TEXT = "full_text", _("The full text: only its abstract or a summary was read")


class CheckedSourceMixin(models.Model):
    """Fields and rules of the check; only ``articles/sources/checking.py`` sets them."""

    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    verified_on = models.DateField(
        _("checked on"), null=True, blank=True, editable=False, validators=[NoFutureDateValidator()]
    )
    not_read = models.CharField(
        _("not read"), max_length=20, choices=NotRead, blank=True, editable=False, default="", db_default=""
    )
    recheck_due = models.DateField(_("to be checked again by"), null=True, blank=True, editable=False)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and read again whether the check still stands: the database decides it."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            self.refresh_from_db(fields=CHECK)

    @property
    def is_verified(self) -> bool:
        """True if a named person checked it on a known day."""
        return bool(self.verified_by_id and self.verified_on)

    @property
    def is_read_in_brief(self) -> bool:
        """True if whoever checked it read no more than its abstract or a summary."""
        return self.not_read == NotRead.FULL_TEXT

    @classmethod
    def compared_fields(cls) -> list[models.Field]:
        """Return the fields that a check compares with the publication."""
        return [field for field in cls._meta.concrete_fields if field.name not in NOT_COMPARED]

    @property
    def compared_values(self) -> dict[str, Any]:
        """Values of those fields by their names."""
        return {field.name: getattr(self, field.name) for field in self.compared_fields()}

    @property
    def fingerprint(self) -> str:
        """Short form of those values, by which a check knows that it is about what was on the screen."""
        return hashlib.sha256(json.dumps(self.compared_values, sort_keys=True).encode()).hexdigest()


class SourceCheck(models.Model):
    """Record of one check: who compared which values with the publication, and what they did not read."""

    source = models.ForeignKey(
        "articles.Source",
        verbose_name=_("source"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="checks",
    )
    source_title = models.CharField(_("title of the source"), max_length=500)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    done_by_name = models.CharField(_("name of who checked it"), max_length=320)
    at = models.DateTimeField(_("checked at"))
    values = models.JSONField(_("fields as they were compared"))
    not_read = models.CharField(_("not read"), max_length=20, choices=NotRead)
    recheck_due = models.DateField(_("to be checked again by"))
    is_own_work = models.BooleanField(_("by who entered it"))

    # Records must not count among the source's uses.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("check of a source")
        verbose_name_plural = _("checks of sources")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["source", "-at"], name="articles_check_source")]

    def __str__(self) -> str:
        return f"{self.source_title}, {self.at:%Y-%m-%d}"
