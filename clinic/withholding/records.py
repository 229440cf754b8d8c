"""Judgments of pages and records: what passed the gate, what does not hold, and what readers see instead."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PageJudgment(models.Model):
    """Latest pass of one page through the gate, and the worker's judgment of it since.

    ``withheld`` keeps, by field, the words that were taken down and those in their place.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", primary_key=True, on_delete=models.CASCADE, related_name="judgment"
    )
    # Digest of what readers see, without the ids of its parts; empty while none of it has passed.
    passed = models.CharField(max_length=64, blank=True, default="")
    passed_at = models.DateTimeField(_("passed at"), null=True)
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    passed_by_name = models.CharField(_("passed by"), max_length=320, blank=True, default="")
    # Digest of the stored row and of the rules under which it was judged.
    judged = models.CharField(max_length=64, blank=True, default="")
    judged_at = models.DateTimeField(_("judged at"), null=True)
    findings = models.JSONField(default=list)
    fails_since = models.DateTimeField(_("does not hold since"), null=True)
    withheld = models.JSONField(default=dict)
    # Revision with the page's own words, with which editors go on: to Wagtail it is a draft.
    own_words = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Digest of what reviewers were told last.
    told = models.CharField(max_length=64, blank=True, default="")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.page_id)


class RecordJudgment(models.Model):
    """Worker's judgment of one record that is public once it is saved, such as a person or a picture.

    The fields are those of a page's judgment. Who saved a record is in Wagtail's log.
    """

    content_type = models.ForeignKey(
        "contenttypes.ContentType", verbose_name=_("kind of record"), on_delete=models.CASCADE
    )
    object_id = models.BigIntegerField(_("number of the record"))
    # As staff know it, before anything of it was taken down.
    name = models.CharField(_("record"), max_length=200, blank=True, default="")
    passed = models.CharField(max_length=64, blank=True, default="")
    judged = models.CharField(max_length=64, blank=True, default="")
    judged_at = models.DateTimeField(_("judged at"), null=True)
    findings = models.JSONField(default=list)
    fails_since = models.DateTimeField(_("does not hold since"), null=True)
    withheld = models.JSONField(default=dict)
    told = models.CharField(max_length=64, blank=True, default="")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="clinic_recordjudgment_once")
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}: {self.object_id}"
