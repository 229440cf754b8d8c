"""Field of the clinic's details for what went public past the checks: how long it stays."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class GraceFields(models.Model):
    """Grace for words that became public without passing the checks, by a program or in the database."""

    unpassed_grace_hours = models.PositiveSmallIntegerField(
        _("hours before unchecked words are taken down"),
        default=24,
        db_default=24,
        validators=[MaxValueValidator(336)],
        help_text=_(
            "When a program puts words on the site that the checks refuse, editors see it within a minute. "
            "After so many hours readers no longer see those words. 0 takes them down at once. The phone, "
            "care cards and the form always stay."
        ),
    )

    grace_panel = MultiFieldPanel([FieldPanel("unpassed_grace_hours")], heading=_("Past the checks"))

    class Meta:
        abstract = True
