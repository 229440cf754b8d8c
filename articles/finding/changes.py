"""When an article last changed for its readers, which the sitemap and the feed tell machines."""

from datetime import datetime

from django.db.models import Max

from articles.models import Correction
from clinic.pages.metadata.sitemap import PublicPages


def last_corrections() -> dict[int, datetime]:
    """When each article was last corrected. Readers see a correction at once: nothing is published for it.

    A full review needs no entry: it publishes the article.
    """
    corrected = Correction.objects.filter(page__isnull=False).order_by().values("page")
    return dict(corrected.annotate(latest=Max("at")).values_list("page", "latest"))


class PublicPagesWithCorrections(PublicPages):
    """The sitemap of a site that has articles."""

    def changes_since_publication(self) -> dict[int, datetime]:
        return last_corrections()
