"""Safety notice that articles share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from clinic.gate import validate_ready


class SafetyNotice(models.Model):
    """Advice before acupuncture for everybody: written once, shown in every article."""

    title = models.CharField(_("title"), max_length=120, help_text=_("The heading that readers see."))
    body = RichTextField(
        _("text"),
        features=["bold", "italic", "ol", "ul", "link"],
        help_text=_(
            "Common and rare side effects, and who should ask first. A change shows in every article."
        ),
    )

    panels = [FieldPanel("title"), FieldPanel("body")]

    class Meta:
        verbose_name = _("safety notice")
        verbose_name_plural = _("safety notices")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        validate_ready(self)

    @property
    def printed_texts(self) -> tuple[str, str]:
        """Texts that an article with this notice prints, for the claim lint."""
        return self.title, self.body
