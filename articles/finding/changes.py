"""Time of the last change that readers saw in an article, for the sitemap and the feed."""

from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Greatest

from articles.models import Correction
from clinic.pages.metadata.sitemap import PublicPages


def last_corrections() -> dict[int, datetime]:
    """Return for each article the moment of its last correction.

    Readers see a correction without a new publication, as soon as it is confirmed where it has to be. A full
    review needs no entry here: it publishes the article.
    """
    corrected = Correction.objects.shown().filter(page__isnull=False).order_by().values("page")
    # The greatest of the two that are there: what had not to be confirmed has no decision.
    latest = corrected.annotate(latest=Max(Greatest("at", "decision__at")))
    return dict(latest.values_list("page", "latest"))


class PublicPagesWithCorrections(PublicPages):
    """Sitemap of a site that has articles."""

    def changes_since_publication(self) -> dict[int, datetime]:
        return last_corrections()
