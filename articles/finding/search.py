"""Full-text search over public pages. Visitors' queries are health data: they are not stored or logged."""

import unicodedata

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject, NullIf

from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.query import PageQuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Fuzzy

from articles.models import ConditionPage
from clinic.models import Ailment, PractitionerPage

LONGEST_QUERY = 100
SHORTEST_BEGINNING = 2
MOST_RESULTS = 30
MOST_GUESSES = 3
MOST_SUGGESTIONS = 6
# Least trigram similarity of a query to a page, and its least share of the best match's; below them,
# matches are noise.
LEAST_CLOSENESS = 0.5
LEAST_SHARE_OF_BEST = 0.5


def clean_query(typed: str) -> str:
    """Return the query on one line, normalized, without control characters, and cut to a fixed length."""
    letters = unicodedata.normalize("NFKC", typed[: 2 * LONGEST_QUERY])
    visible = "".join(letter if letter.isprintable() else " " for letter in letters)
    return " ".join(visible.split())[:LONGEST_QUERY].strip()


def find_pages(query: str, site: Site) -> list[Page]:
    """Return pages that hold the words, or other forms of them, the best match first.

    Each has its sentence, and the same ``ailments``: those of that name, which cost no query of their own.
    """
    ailments = Ailment.objects.named_like(query).values(
        row=JSONObject(pk="pk", name="name", sentence="sentence", is_demonstration="is_demonstration")
    )
    found = _searched(site).annotate(sentence=_sentence(), ailments=ArraySubquery(ailments))
    return list(found.search(query)[:MOST_RESULTS])


def find_similar_pages(query: str, site: Site) -> list[Page]:
    """Return a few pages with words that look like the query, for misspelled queries."""
    words_that_count = Func(
        SearchQuery(query, config=get_search_backend().config),
        function="numnode",
        output_field=IntegerField(),
    )
    similar_pages = _searched(site).annotate(words_that_count=words_that_count, sentence=_sentence())
    pages = similar_pages.search(Fuzzy(query))
    similar = list(pages.annotate_score("closeness")[:MOST_GUESSES])
    if not similar or not similar[0].words_that_count:
        return []
    least = max(LEAST_CLOSENESS, similar[0].closeness * LEAST_SHARE_OF_BEST)
    return [page for page in similar if page.closeness >= least]


def suggest_pages(beginning: str, site: Site) -> list[Page]:
    """Return pages with a word in their title or other names that begins like ``beginning``."""
    if len(beginning) < SHORTEST_BEGINNING:
        return []
    return list(_searched(site).autocomplete(beginning)[:MOST_SUGGESTIONS])


def list_conditions(site: Site) -> PageQuerySet:
    """Return every public article about a condition, in the order of their list."""
    return (
        _public_pages(ConditionPage.objects.exact_type(ConditionPage), site)
        .defer_streamfields()
        .order_by("path")
    )


def _public_pages(pages: PageQuerySet, site: Site) -> PageQuerySet:
    """Filter for live pages that everybody may see: neither they nor a page above them is private."""
    path = ExpressionWrapper(OuterRef("path"), CharField())
    private = PageViewRestriction.objects.annotate(path=path).filter(path__startswith=F("page__path"))
    shown = pages.live().descendant_of(site.root_page, inclusive=False).filter(~Exists(private))
    return shown.exclude(pk__in=PractitionerPage.unlisted())


def _searched(site: Site) -> PageQuerySet:
    # Wagtail's search accepts few kinds of conditions; a list of keys is one of them.
    return Page.objects.filter(pk__in=_public_pages(Page.objects.all(), site).values("pk"))


def _sentence() -> Coalesce:
    """Return what a page says of itself in lists: its own type's words, without a query for each type."""
    own = [
        NullIf(F(f"{model._meta.model_name}__{field.name}"), Value(""))
        for model in get_page_models()
        for field in model._meta.local_fields
        if field.name in ("summary", "introduction")
    ]
    return Coalesce(*own, F("search_description"), output_field=TextField())
