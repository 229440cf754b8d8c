"""Finds pages by their words. What visitors search for is health data: nothing here stores or logs it."""

import unicodedata

from django.contrib.postgres.search import SearchQuery
from django.db.models import CharField, Exists, ExpressionWrapper, F, Func, IntegerField, OuterRef

from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Fuzzy

from articles.models import ConditionPage

LONGEST_QUERY = 100
SHORTEST_BEGINNING = 2
MOST_RESULTS = 30
MOST_GUESSES = 3
MOST_SUGGESTIONS = 6
# How much of a misspelled word must look like a word of the page, and like one of the best guess; below
# it, guesses are noise.
LEAST_CLOSENESS = 0.5
LEAST_SHARE_OF_BEST = 0.5


def clean_query(typed: str) -> str:
    """What was typed in plain letters, on one line, without control characters, and not endlessly long."""
    letters = unicodedata.normalize("NFKC", typed[: 2 * LONGEST_QUERY])
    visible = "".join(letter if letter.isprintable() else " " for letter in letters)
    return " ".join(visible.split())[:LONGEST_QUERY].strip()


def find_pages(query: str, site: Site) -> list[Page]:
    """Pages that hold the words, or other forms of them, the best first."""
    return _in_own_types(_searched(site).search(query)[:MOST_RESULTS])


def guess_pages(query: str, site: Site) -> list[Page]:
    """A few pages with words that look like the query: for what was misspelled."""
    words_that_count = Func(
        SearchQuery(query, config=get_search_backend().config),
        function="numnode",
        output_field=IntegerField(),
    )
    pages = _searched(site).annotate(words_that_count=words_that_count).search(Fuzzy(query))
    found = list(pages.annotate_score("closeness")[:MOST_GUESSES])
    if not found or not found[0].words_that_count:
        return []
    least = max(LEAST_CLOSENESS, found[0].closeness * LEAST_SHARE_OF_BEST)
    return _in_own_types([page for page in found if page.closeness >= least])


def suggest_pages(beginning: str, site: Site) -> list[Page]:
    """Pages with a word in their title or other names that begins like this."""
    if len(beginning) < SHORTEST_BEGINNING:
        return []
    return list(_searched(site).autocomplete(beginning)[:MOST_SUGGESTIONS])


def list_conditions(site: Site) -> PageQuerySet:
    """Every article, in the order of the list of conditions."""
    return _open_pages(ConditionPage.objects.all(), site).defer_streamfields().order_by("path")


def _open_pages(pages: PageQuerySet, site: Site) -> PageQuerySet:
    """Those that are live and that everybody may see: neither they nor a page above them is private."""
    path = ExpressionWrapper(OuterRef("path"), CharField())
    private = PageViewRestriction.objects.annotate(path=path).filter(path__startswith=F("page__path"))
    return pages.live().descendant_of(site.root_page, inclusive=False).filter(~Exists(private))


def _searched(site: Site) -> PageQuerySet:
    # The search refuses conditions that it does not know; a list of keys is one that it does.
    return Page.objects.filter(pk__in=_open_pages(Page.objects.all(), site).values("pk"))


def _in_own_types(found: list[Page]) -> list[Page]:
    """The same pages with the summaries that only their own types have."""
    places = {page.pk: place for place, page in enumerate(found)}
    specific = Page.objects.filter(pk__in=places).defer_streamfields().specific()
    return sorted(specific, key=lambda page: places[page.pk])
