"""Template tags for the JSON-LD of an article, and for what the home page shows of articles and news."""

from typing import Any, NamedTuple

from django import template
from django.contrib.postgres.expressions import ArraySubquery
from django.http import HttpRequest
from django.utils.safestring import SafeString

from wagtail.models import Page, Site

from articles.finding import structured_data
from articles.models import ConditionIndexPage, NewsIndexPage
from articles.models.other_pages.news import NewsInBrief, newest_in_brief
from articles.models.regions import BodyPart, parts_of, with_all_regions
from clinic.pages.blocks.listings import MOST_CARDS, children_of_one_type
from clinic.pages.metadata.canonical import canonical_url
from clinic.pages.metadata.structured_data import script
from clinic.pages.routing import menu_of

register = template.Library()
# News that the home page shows.
MOST_NEWS = 2


class BodyMap(NamedTuple):
    """Parts of the body that there are articles about, and the address of the list that they stand in."""

    parts: list[BodyPart]
    url: str


class LatestNews(NamedTuple):
    """Newest news, and the list that they stand in."""

    pages: list[NewsInBrief]
    index: Page


class HomeLists(NamedTuple):
    """Lists below the home page as it shows them; None for one that is missing or empty."""

    map: BodyMap | None
    news: LatestNews | None


@register.simple_tag(takes_context=True)
def home_lists(context: dict[str, Any]) -> HomeLists:
    """Return the parts of the drawn body and the newest news, all in one query where there are articles.

    That query also loads the cards of articles, which the page's blocks find on the page.
    """
    request = context.get("request")
    conditions, news = (_in_menu(request, model) for model in (ConditionIndexPage, NewsIndexPage))
    pages: list[Any] = []
    rows = newest_in_brief(news, MOST_NEWS) if news else None
    if conditions:
        found = with_all_regions(children_of_one_type(conditions))
        found = found.annotate(news=ArraySubquery(rows)) if rows is not None else found
        pages = list(found[: MOST_CARDS + 1])
        context["page"].loaded_below = {conditions.pk: pages}
    newest = (pages[0].news if pages else rows.values_list("row", flat=True)) if rows is not None else ()
    told = [NewsInBrief.of(row, news.get_url(request) or "") for row in newest] if news else []
    return HomeLists(
        map=BodyMap(parts_of(pages[0].all_regions if pages else ()), conditions.get_url(request) or "")
        if conditions
        else None,
        news=LatestNews(told, news) if news and told else None,
    )


def _in_menu(request: HttpRequest | None, model: type[Page]) -> Page | None:
    """Return the page of this type among those that came with the routed one."""
    site = Site.find_for_request(request)
    menu = menu_of(request, site.root_page) if site else []
    name = model._meta.model_name
    return next((page for page in menu if page.cached_content_type.model == name), None)


@register.simple_tag(takes_context=True)
def article_data(context: dict[str, Any]) -> SafeString:
    """Return the article's JSON-LD: its subject, its people, what it cites. Makes no query of its own."""
    request = context.get("request")
    site = Site.find_for_request(request)
    menu = menu_of(request, site.root_page) if site else []
    # The same page that the article's last lines link to.
    policy = next((canonical_url(page) for page in menu if page.slug == "editorial-policy"), "")
    return script(structured_data.article(context["page"], context["clinic"], policy=policy))
