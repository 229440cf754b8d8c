"""Writers of what readers see: who wrote each unit of a page's newest version, and who approved it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wagtail.models import Page

from clinic.models import User


class ContentUnitQuerySet(models.QuerySet["ContentUnit"]):
    """Units of content, by what is known of them."""

    def in_draft(self) -> "ContentUnitQuerySet":
        """Return those that stand in the newest version."""
        return self.filter(gone_in=None)

    def unseen(self) -> "ContentUnitQuerySet":
        """Return those that a person wrote, and that nobody approved or published."""
        by_code = models.Q(writer=None, writer_name="")
        return self.filter(approved_at=None, is_live=False).exclude(by_code)

    def approve(self, user: User) -> int:
        """Approve for ``user`` what others wrote, and return how many units that were."""
        others = self.filter(approved_at=None).exclude(writer=user)
        return others.update(approved_by=user, approved_by_name=str(user), approved_at=Now())


class ContentUnit(models.Model):
    """Sentence or value of a page with its writer, and with whoever approved it.

    The writer is the user whose version brought it in. What code brings in names nobody and is trusted. Names
    stay when accounts go. What a newer version left out stays as a row only if readers have seen it.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(_("key"), max_length=64)
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    writer_name = models.CharField(_("name of the writer"), max_length=320, blank=True, default="")
    # Numbers of revisions, which may be purged.
    since = models.BigIntegerField(_("first version that held it"), null=True)
    gone_in = models.BigIntegerField(_("version that left it out"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by_name = models.CharField(_("name of who approved it"), max_length=320, blank=True, default="")
    approved_at = models.DateTimeField(_("approved at"), null=True)
    is_live = models.BooleanField(_("readers see it"), default=False)
    was_live = models.BooleanField(_("readers have seen it"), default=False)

    wagtail_reference_index_ignore = True
    objects = ContentUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of content")
        verbose_name_plural = _("units of content")
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="articles_contentunit_once")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.key}"


def is_writer(page: Page, key: str, user: User) -> bool:
    """Return whether ``user`` wrote the sentence with this key on ``page``, of any type that passes the gate.

    Whoever saved the newest version is taken for the writer of a sentence that stands in no field of it.
    """
    row = ContentUnit.objects.in_draft().filter(page_id=page.pk, key=key).values_list("writer").first()
    if row is not None:
        return row[0] == user.pk
    latest = page.latest_revision
    return latest is not None and latest.user_id == user.pk


def units_with(page: Any, keys: Iterable[str]) -> ContentUnitQuerySet:
    """Return the rows of the page's units with these keys."""
    return ContentUnit.objects.filter(page_id=page.pk, key__in=list(keys))
