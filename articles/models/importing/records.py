"""Files that wait to become drafts, and what is told about each draft that was made of one."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wagtail.models import Page

# Whoever brought a file looks at it within days; it may be large, and is public nowhere.
KEPT_FOR = timedelta(days=30)


class BroughtFile(models.Model):
    """File or paste that an editor looks at before drafts are made of it. It goes with the making."""

    name = models.CharField(_("name"), max_length=255)
    content = models.BinaryField(_("content"))
    # What the clipboard held as HTML beside the plain text.
    is_pasted_html = models.BooleanField(default=False, db_default=False)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    brought_at = models.DateTimeField(db_default=Now())

    # What it holds may be long and is nobody's to look up by.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file that was brought")
        verbose_name_plural = _("files that were brought")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def forget_old(cls) -> None:
        """Delete what was brought and never became a draft."""
        cls._default_manager.filter(brought_at__lt=Now() - KEPT_FOR).delete()


class ImportedArticle(models.Model):
    """Draft that was made of a document from elsewhere, with what its editor has to know."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="imported_from")
    name = models.CharField(_("file"), max_length=255)
    # Hash of what names the document in its export, so that it is brought once.
    origin = models.CharField(max_length=64, blank=True, default="", db_default="")
    # Where it stood on the old site; a redirect is made of it when the page is first published.
    old_path = models.CharField(max_length=255, blank=True, default="", db_default="")
    told = models.JSONField(default=dict)
    brought_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("article from elsewhere")
        verbose_name_plural = _("articles from elsewhere")
        constraints = [
            models.UniqueConstraint(
                fields=["origin"], condition=~models.Q(origin=""), name="articles_imported_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
