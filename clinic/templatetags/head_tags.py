"""Template tags for a page's head: its address, its card, and its JSON-LD."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from clinic.pages.metadata import structured_data
from clinic.pages.metadata.canonical import absolute
from clinic.pages.metadata.heads import PageHead, head_of, title_of

register = template.Library()


@register.simple_tag(takes_context=True)
def page_head(context: dict[str, Any]) -> PageHead:
    """Return canonical address, description, card and languages of the page that is shown."""
    return head_of(context["page"], context["clinic"])


@register.simple_tag(takes_context=True)
def page_title(context: dict[str, Any]) -> str:
    """Return the title of the page that is shown, as its tab and search engines name it."""
    return title_of(context["page"], context["clinic"]) if context.get("page") else ""


@register.simple_tag(takes_context=True)
def page_data(context: dict[str, Any], kind: str = "") -> SafeString:
    """Return the JSON-LD of a page that is no article; ``kind`` is its type if the page has none."""
    return structured_data.script(structured_data.plain_page(context["page"], context["clinic"], kind))


@register.simple_tag
def absolute_url(name: str) -> str:
    """Return the canonical address of a view of ours."""
    return absolute(reverse(name))
