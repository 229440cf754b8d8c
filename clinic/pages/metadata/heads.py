"""Metadata in the head of a public page, for search engines and for shared links."""

from typing import Any, NamedTuple

from django.utils.text import Truncator
from django.utils.translation import get_language

from wagtail.models import Page

from clinic.identity.details import ClinicSettings

from .canonical import Alternate, alternates_of, canonical_url, open_graph_locale, translations_of
from .card import Card, card_of, page_name

LONGEST_DESCRIPTION = 160
DESCRIPTIONS = ("search_description", "summary", "introduction")


class PageHead(NamedTuple):
    """Values that stand once in the head of a page."""

    url: str
    title: str
    description: str
    card: Card
    locale: str
    other_locales: list[str]
    alternates: list[Alternate]


def describe(page: Page) -> str:
    """Return one or two sentences on the page: the editor's text for search engines, else for readers."""
    text = next(filter(None, (getattr(page, name, "") for name in DESCRIPTIONS)), "")
    return Truncator(text).chars(LONGEST_DESCRIPTION)


def title_of(page: Any, details: ClinicSettings) -> str:
    """Return what stands in the browser's tab and in search results, before the clinic's name.

    An editor's title for search engines comes first; else a kind of page may say what people look for.
    """
    if page.seo_title:
        return page.seo_title
    own = getattr(page, "search_title", None)
    return own(details) if own else page_name(page)


def head_of(page: Page, details: ClinicSettings) -> PageHead:
    """Return the head of one page; no query while the site has one language."""
    translations = translations_of(page)
    locale = open_graph_locale(get_language())
    locales = {open_graph_locale(each.locale.language_code) for each in translations}
    return PageHead(
        url=canonical_url(page),
        title=page.seo_title or page_name(page),
        description=describe(page),
        card=card_of(page, details),
        locale=locale,
        other_locales=sorted(locales - {locale}),
        alternates=alternates_of(translations),
    )
