"""Search over everything public, and its suggestions. Responses are never cached."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from wagtail.models import Site

from clinic.fragments.keeping import apart, fragments_of
from clinic.pages.routing import SITE_MENU
from clinic.pages.serving import give_site

from .search import Found, clean_query, conditions_and_menu, find, suggest_pages


@require_safe
@cache_control(no_store=True)
def search(request: HttpRequest) -> HttpResponse:
    """Show pages and ailments that match ``?query=``; else similar pages, all conditions and whom to ask."""
    with fragments_of(request):
        give_site(request)
        return _search(request, clean_query(request.GET.get("query", "")), _site_of(request))


def _search(request: HttpRequest, query: str, site: Site) -> HttpResponse:
    with apart():
        found = find(query, site) if query else Found()
    context = {
        "query": query,
        "results": found.pages,
        "ailments": found.ailments,
        "guesses": found.guesses,
        "conditions": [] if found.pages else _conditions(request, site),
    }
    return render(request, "articles/finding/search.html", context)


def _conditions(request: HttpRequest, site: Site) -> Any:
    """Return the list of conditions, which is asked for when it is shown, and the menu with it."""
    both = SimpleLazyObject(lambda: conditions_and_menu(site))
    setattr(request, SITE_MENU, SimpleLazyObject(lambda: both[1]))
    return SimpleLazyObject(lambda: both[0])


@require_safe
@cache_control(no_store=True)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return titles and addresses of pages that match the beginning ``?q=``, for the search form's script."""
    pages = suggest_pages(clean_query(request.GET.get("q", "")), _site_of(request))
    suggested = [{"title": page.title, "url": page.get_url(request)} for page in pages]
    return JsonResponse({"suggestions": suggested}, headers={"X-Robots-Tag": "noindex"})


def _site_of(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
