"""Announcement on every page: what is out of the ordinary, such as snow or a flood, and from when to when."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.database.clock import at_present

LONGEST = 240


class AnnouncementFields(models.Model):
    """Fields of one announcement, in the row that every page reads: showing it costs no query.

    It has its own page in the admin (clinic/announcing/): more people may set it than change the details.
    """

    announcement = models.CharField(
        _("announcement"),
        max_length=LONGEST,
        blank=True,
        default="",
        db_default="",
        help_text=_("One or two sentences. It stands on every page, above everything else."),
    )
    announced_from = models.DateTimeField(
        _("shown from"), null=True, blank=True, help_text=_("Left empty, it is shown at once.")
    )
    announced_until = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Then it goes by itself.")
    )

    # Its words are refused where they are typed; the form of the details cannot mark a field that it lacks.
    edited_elsewhere = ("announcement",)

    class Meta:
        abstract = True

    @property
    def announced(self) -> str:
        """Announcement that visitors see at this moment; empty when there is none."""
        return at_present(self._announced_at) if self.announcement else ""

    def _announced_at(self, now: datetime) -> tuple[str, datetime | None]:
        if self.announced_until is None or now >= self.announced_until:
            return "", None
        if self.announced_from is not None and now < self.announced_from:
            return "", self.announced_from
        return self.announcement, self.announced_until
