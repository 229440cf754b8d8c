"""Template tags for the JSON-LD of an article, and for the drawn body that leads to the articles."""

from typing import Any, NamedTuple

from django import template
from django.utils.safestring import SafeString

from wagtail.models import Site

from articles.finding import structured_data
from articles.models import ConditionIndexPage
from articles.models.regions import BodyPart, parts_of, with_all_regions
from clinic.pages.blocks.listings import MOST_CARDS, children_of_one_type
from clinic.pages.metadata.canonical import canonical_url
from clinic.pages.metadata.structured_data import script
from clinic.pages.routing import menu_of

register = template.Library()


class BodyMap(NamedTuple):
    """Parts of the body that there are articles about, and the address of the list that they stand in."""

    parts: list[BodyPart]
    url: str


@register.simple_tag(takes_context=True)
def body_map(context: dict[str, Any]) -> BodyMap | None:
    """Return the parts of the drawn body, None while there is no list of conditions.

    The query that it takes also loads the cards of articles, which the page's blocks find on the page.
    """
    request = context.get("request")
    site = Site.find_for_request(request)
    name = ConditionIndexPage._meta.model_name
    menu = menu_of(request, site.root_page) if site else []
    index = next((page for page in menu if page.cached_content_type.model == name), None)
    if index is None:
        return None
    pages = list(with_all_regions(children_of_one_type(index))[: MOST_CARDS + 1])
    context["page"].loaded_below = {index.pk: pages}
    return BodyMap(parts_of(pages[0].all_regions if pages else ()), index.get_url(request) or "")


@register.simple_tag(takes_context=True)
def article_data(context: dict[str, Any]) -> SafeString:
    """Return the article's JSON-LD: its subject, its people, what it cites. Makes no query of its own."""
    request = context.get("request")
    site = Site.find_for_request(request)
    menu = menu_of(request, site.root_page) if site else []
    # The same page that the article's last lines link to.
    policy = next((canonical_url(page) for page in menu if page.slug == "editorial-policy"), "")
    return script(structured_data.article(context["page"], context["clinic"], policy=policy))
