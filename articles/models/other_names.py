"""Names by which people look for a condition: in other languages, and together with the treatment."""

import unicodedata

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.search import index

from clinic.models import ClinicSettings, PrefetchedPageMixin


class OtherNamesMixin(PrefetchedPageMixin):
    """Field for names that readers type in the search, and that the page itself does not show."""

    other_names = models.CharField(
        _("names in other languages"),
        max_length=250,
        blank=True,
        db_default="",
        help_text=_(
            "What patients call it in Spanish or another language, separated by commas, such as: ciática, "
            "nervio ciático. The search finds the page by them, with and without accents; they are not shown."
        ),
    )
    found_by = (
        index.SearchField("other_names_as_typed", boost=5),
        index.AutocompleteField("other_names_as_typed"),
    )

    class Meta:
        abstract = True

    @property
    def other_names_as_typed(self) -> str:
        """Names as people type them: as they are written, and without accents where that differs."""
        return ", ".join(dict.fromkeys((self.other_names, without_accents(self.other_names))))

    def search_title(self, _details: ClinicSettings) -> str:
        """Return the title in search results: it names the treatment that the article is about."""
        if "acupuncture" in self.title.lower():
            return self.title
        return _t("%(condition)s and acupuncture") % {"condition": self.title}


def without_accents(text: str) -> str:
    """Return the text in plain letters, as a keyboard without accents types it."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
