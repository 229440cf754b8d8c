"""Notices of privacy practices as they were published, word for word.

Wagtail's own history cannot show them: it draws an old version with the blocks, and the days of retention, of
today, and it goes with its page.
"""

from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from wagtail.signals import page_published

from clinic.pages.metadata.canonical import canonical_url

from .pages import NoticePage


class IssuedNotice(models.Model):
    """Notice as readers saw it from one publication to the next. Rows are only added."""

    address = models.URLField(_("address"), max_length=500)
    title = models.CharField(_("title"), max_length=255)
    effective_from = models.DateField(_("in effect from"))
    issued_at = models.DateTimeField(_("published"), db_default=Now())
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("published notice of privacy practices")
        verbose_name_plural = _("published notices of privacy practices")
        ordering = ["-issued_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.effective_from})"


def connect_issued() -> None:
    """Keep each notice when it is published."""
    page_published.connect(_keep, sender=NoticePage, dispatch_uid="clinic.issued_notices")


def _keep(instance: NoticePage, **_kwargs: Any) -> None:
    """Write down what was just published, unless readers saw the same before."""
    now = {
        "address": canonical_url(instance),
        "title": instance.title,
        "effective_from": instance.effective_from,
        "text": render_to_string("clinic/pages/privacy/notice_text.html", {"page": instance}),
    }
    last = IssuedNotice.objects.filter(address=now["address"]).values(*now).first()
    if last != now:
        IssuedNotice.objects.create(**now)
