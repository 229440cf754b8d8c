"""Template tag for the JSON-LD of an article."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from wagtail.models import Site

from articles.finding import structured_data
from clinic.pages.metadata.canonical import canonical_url
from clinic.pages.metadata.structured_data import script
from clinic.pages.routing import menu_of

register = template.Library()


@register.simple_tag(takes_context=True)
def article_data(context: dict[str, Any]) -> SafeString:
    """Return the article's JSON-LD: its subject, its people, what it cites. Makes no query of its own."""
    request = context.get("request")
    site = Site.find_for_request(request)
    menu = menu_of(request, site.root_page) if site else []
    # The same page that the article's last lines link to.
    policy = next((canonical_url(page) for page in menu if page.slug == "editorial-policy"), "")
    return script(structured_data.article(context["page"], context["clinic"], policy=policy))
