"""Search over everything public, and its suggestions. Responses are never cached."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from wagtail.models import Site

from clinic.fragments.keeping import apart, fragments_of
from clinic.models import Ailment
from clinic.pages.serving import give_site

from .search import clean_query, find_pages, find_similar_pages, list_conditions, suggest_pages


@require_safe
@cache_control(no_store=True)
def search(request: HttpRequest) -> HttpResponse:
    """Show pages and ailments that match ``?query=``; else similar pages, all conditions and whom to ask."""
    with fragments_of(request):
        give_site(request)
        return _search(request, clean_query(request.GET.get("query", "")), _site_of(request))


def _search(request: HttpRequest, query: str, site: Site) -> HttpResponse:
    with apart():
        results = find_pages(query, site) if query else []
        ailments = results[0].ailments if results else []
        if query and not results:
            ailments = list(Ailment.objects.named_like(query))
        guesses = find_similar_pages(query, site) if query and not results and not ailments else []
    context = {
        "query": query,
        "results": results,
        "ailments": ailments,
        "guesses": guesses,
        # Asked for when it is shown.
        "conditions": [] if results else list_conditions(site),
    }
    return render(request, "articles/finding/search.html", context)


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
