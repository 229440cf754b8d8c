"""Time of the last change that readers saw in an article, for the sitemap and the feed."""

from datetime import datetime

from django.db.models import Max

from articles.models import Correction
from clinic.pages.metadata.sitemap import PublicPages


def last_corrections() -> dict[int, datetime]:
    """Return for each article the moment of its last correction.

    Readers see a correction at once, without a new publication. A full review needs no entry here: it
    publishes the article.
    """
    corrected = Correction.objects.filter(page__isnull=False).order_by().values("page")
    return dict(corrected.annotate(latest=Max("at")).values_list("page", "latest"))


class PublicPagesWithCorrections(PublicPages):
    """Sitemap of a site that has articles."""

    def changes_since_publication(self) -> dict[int, datetime]:
        return last_corrections()
