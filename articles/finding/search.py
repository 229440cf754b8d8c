"""Full-text search over public pages. Visitors' queries are health data: they are not stored or logged."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject, NullIf

from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.query import PageQuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Fuzzy

from articles.models import ConditionPage
from clinic.identity.clinic_time import clinic_today
from clinic.models import Ailment, PractitionerPage
from clinic.pages.routing import COLUMNS, menu_pages

from .parts import TYPED, Part, part_of, rows_of_both

LONGEST_QUERY = 100
SHORTEST_BEGINNING = 2
MOST_RESULTS = 30
MOST_GUESSES = 3
MOST_SUGGESTIONS = 6
# Least trigram similarity of a query to a page, and its least share of the best match's; below them,
# matches are noise.
LEAST_CLOSENESS = 0.5
LEAST_SHARE_OF_BEST = 0.5
_SHOWN = {name: name for name in ("id", "title", "url_path", "sentence")}
_PAGE = JSONObject(**_SHOWN)
_GUESS = JSONObject(**_SHOWN, closeness="closeness", words_that_count="words_that_count")
_AILMENT = JSONObject(id="id", name="name", sentence="sentence", is_demonstration="is_demonstration")


def clean_query(typed: str) -> str:
    """Return the query on one line, normalized, without control characters, and cut to a fixed length."""
    letters = unicodedata.normalize("NFKC", typed[: 2 * LONGEST_QUERY])
    visible = "".join(letter if letter.isprintable() else " " for letter in letters)
    return " ".join(visible.split())[:LONGEST_QUERY].strip()


@dataclass(frozen=True)
class Found:
    """Pages that hold the words, ailments of that name, and similar pages where there is neither."""

    pages: list[Page] = field(default_factory=list)
    ailments: list[Ailment] = field(default_factory=list)
    guesses: list[Page] = field(default_factory=list)


def find(query: str, site: Site) -> Found:
    """Return what there is for the query, the best match first; takes one query of the database.

    Each page has its title, its address and its sentence.
    """
    pages = _with_words(query, site.root_page).values(row=_PAGE)
    ailments, guesses = _by_spelling(site.root_page_id, site.root_page.path, clinic_today())
    found, named, similar = rows_of_both(
        part_of(pages), ailments.asked_for(query), otherwise=guesses.asked_for(query)
    )
    return Found([_page(one) for one in found], [Ailment(**one) for one in named], _closest(similar))


@lru_cache(maxsize=4)
def _by_spelling(home: int, path: str, _today: date) -> tuple[Part, Part]:
    """Return ailments of a name, and similar pages, of whatever is typed: their SQL is the same all day."""
    root = Page(pk=home, path=path, depth=len(path) // Page.steplen)
    ailments = Ailment.objects.named_like(TYPED).values(row=_AILMENT)
    return part_of(ailments), part_of(_similar(TYPED, root).values(row=_GUESS))


def _with_words(query: str, root: Page) -> QuerySet[Page]:
    """Return pages that hold the words, or other forms of them, the best match first."""
    results = _searched(root).annotate(sentence=_sentence()).search(query)[:MOST_RESULTS]
    return results.get_queryset()


def _similar(query: str, root: Page) -> QuerySet[Page]:
    """Return a few pages with words that look like the query, for misspelled queries."""
    words_that_count = Func(
        SearchQuery(query, config=get_search_backend().config),
        function="numnode",
        output_field=IntegerField(),
    )
    similar_pages = _searched(root).annotate(words_that_count=words_that_count, sentence=_sentence())
    results = similar_pages.search(Fuzzy(query)).annotate_score("closeness")[:MOST_GUESSES]
    return results.get_queryset()


def _closest(similar: list[dict[str, Any]]) -> list[Page]:
    """Return those of the similar pages, the most similar first, that are no noise."""
    if not similar or not similar[0]["words_that_count"]:
        return []
    least = max(LEAST_CLOSENESS, similar[0]["closeness"] * LEAST_SHARE_OF_BEST)
    return [_page(one) for one in similar if one["closeness"] >= least]


def _page(row: dict[str, Any]) -> Page:
    page = Page(**{name: row[name] for name in ("id", "title", "url_path")})
    page.sentence = row["sentence"]
    return page


def suggest_pages(beginning: str, site: Site) -> list[Page]:
    """Return pages with a word in their title or other names that begins like ``beginning``."""
    if len(beginning) < SHORTEST_BEGINNING:
        return []
    return list(_searched(site.root_page).autocomplete(beginning)[:MOST_SUGGESTIONS])


def conditions_and_menu(site: Site) -> tuple[list[Page], list[Page]]:
    """Return every public article about a condition, in the order of their list, and the site's menu."""
    root, kind = site.root_page, ContentType.objects.get_for_model(ConditionPage)
    conditions = _public_pages(Page.objects.filter(content_type=kind), root)
    either = Q(pk__in=conditions.values("pk")) | Q(pk__in=menu_pages(root).order_by().values("pk"))
    pages = list(Page.objects.filter(either).only(*COLUMNS).order_by("path"))
    menu = [page for page in pages if page.depth == root.depth + 1]
    return [page for page in pages if page.content_type_id == kind.pk], menu


def _public_pages(pages: PageQuerySet, root: Page) -> PageQuerySet:
    """Filter for live pages that everybody may see: neither they nor a page above them is private."""
    path = ExpressionWrapper(OuterRef("path"), CharField())
    private = PageViewRestriction.objects.annotate(path=path).filter(path__startswith=F("page__path"))
    shown = pages.live().descendant_of(root, inclusive=False).filter(~Exists(private))
    return shown.exclude(pk__in=PractitionerPage.unlisted())


def _searched(root: Page) -> PageQuerySet:
    # Wagtail's search accepts few kinds of conditions; a list of keys is one of them.
    return Page.objects.filter(pk__in=_public_pages(Page.objects.all(), root).values("pk"))


def _sentence() -> Coalesce:
    """Return what a page says of itself in lists: its own type's words, without a query for each type."""
    own = [
        NullIf(F(f"{model._meta.model_name}__{field.name}"), Value(""))
        for model in get_page_models()
        for field in model._meta.local_fields
        if field.name in ("summary", "introduction")
    ]
    return Coalesce(*own, F("search_description"), output_field=TextField())
