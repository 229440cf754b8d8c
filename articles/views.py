"""Search over everything public. What visitors search for is health data: it is not stored."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wagtail.models import Page, Site

LONGEST_QUERY = 100
MOST_RESULTS = 30


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages that match the words in ``?query=``, the best first."""
    query = " ".join(request.GET.get("query", "").split())[:LONGEST_QUERY]
    results = find_pages(query, Site.find_for_request(request)) if query else []
    return render(request, "articles/search.html", {"query": query, "results": results})


def find_pages(query: str, site: Site | None) -> list[Page]:
    """Live pages of the site that everybody may see, in their own types."""
    if site is None:
        return []
    pages = Page.objects.live().public().descendant_of(site.root_page, inclusive=False)
    found = pages.search(query)[:MOST_RESULTS]
    places = {page.pk: place for place, page in enumerate(found)}
    specific = Page.objects.filter(pk__in=places).defer_streamfields().specific()
    return sorted(specific, key=lambda page: places[page.pk])
