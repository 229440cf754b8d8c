"""Related articles: others of the same list, loaded in the query that loads the article."""

from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet
from django.db.models.functions import Cast, JSONObject, Left, Length
from django.utils.functional import cached_property

from wagtail.models import ReferenceIndex

from clinic.models import PrefetchedPageMixin

MOST_RELATED = 3


class Neighbor(NamedTuple):
    """Another article, with what a link to it shows."""

    title: str
    summary: str
    url: str


class RelatedArticlesMixin(PrefetchedPageMixin):
    """Article that links to others with the same sources or about the same region."""

    region: Any
    source_numbers: Any

    # Filled by for_visitors(); empty in a draft's preview.
    neighbors: list[dict[str, Any]] = []

    @classmethod
    def for_visitors(cls) -> QuerySet[Any]:
        return super().for_visitors().annotate(neighbors=ArraySubquery(_public_siblings(cls)))

    @cached_property
    def related(self) -> list[Neighbor]:
        """Up to three other articles: most shared sources first, then the same region, then their order."""
        own = {str(key) for key in self.source_numbers}
        nearest = sorted(
            self.neighbors,
            key=lambda other: (-len(own & set(other["sources"])), other["region"] != self.region),
        )
        return [
            Neighbor(other["title"], other["summary"], urljoin(self.url, f"../{other['slug']}/"))
            for other in nearest[:MOST_RELATED]
        ]

    class Meta:
        abstract = True


def _public_siblings(model: Any) -> QuerySet:
    """Return live, public siblings of the outer query's article, in their order."""
    cited = ReferenceIndex.objects.filter(
        object_id=Cast(OuterRef("pk"), CharField()),
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        to_content_type__app_label="articles",
        to_content_type__model="source",
    )
    parent = Left(OuterRef("path"), Length(OuterRef("path")) - model.steplen)
    return (
        model.objects.live()
        .filter(view_restrictions__isnull=True, depth=OuterRef("depth"), path__startswith=parent)
        .exclude(pk=OuterRef("pk"))
        .order_by("path")
        .values(
            near=JSONObject(
                title="title",
                slug="slug",
                summary="summary",
                region="region",
                sources=ArraySubquery(cited.values("to_object_id").distinct()),
            )
        )
    )
