"""Canonical address of each page, its language tag, and its translations.

Canonical link, Open Graph, JSON-LD, feed and sitemap all use these functions, so that they cannot differ.
"""

from typing import NamedTuple

from django.conf import settings

from wagtail.models import Page


class Alternate(NamedTuple):
    """Language in which a page can be read, with its address."""

    hreflang: str
    url: str


def absolute(path: str) -> str:
    """Return a path of this site as an absolute address on its canonical host."""
    return f"{settings.SITE_URL.rstrip('/')}/{path.lstrip('/')}"


def canonical_url(page: Page) -> str:
    """Return a page's address, whatever host it was asked on; an alias has that of its original."""
    parts = (page.alias_of if page.alias_of_id else page).get_url_parts()
    return absolute(parts[2]) if parts and parts[2] else ""


def language_tag(code: str) -> str:
    """Return a language as it is spoken where the clinic is: "en" becomes "en-US"."""
    return code if "-" in code else f"{code}-{settings.PHONENUMBER_DEFAULT_REGION}"


def open_graph_locale(code: str) -> str:
    """Return the language tag as Open Graph writes it, such as en_US."""
    return language_tag(code).replace("-", "_")


def alternates_of(translations: list[Page]) -> list[Alternate]:
    """Return every language of a page and the default for others; empty for a single language."""
    if len(translations) < 2:
        return []
    languages = sorted(
        Alternate(language_tag(page.locale.language_code), canonical_url(page)) for page in translations
    )
    default = language_tag(settings.LANGUAGE_CODE)
    return [
        *languages,
        *(Alternate("x-default", entry.url) for entry in languages if entry.hreflang == default),
    ]


def translations_of(page: Page) -> list[Page]:
    """Return the page and its live public translations; no query while the site has one language."""
    if len(settings.WAGTAIL_CONTENT_LANGUAGES) < 2 or page.pk is None:
        return []
    translations = page.get_translations(inclusive=True).live().public()
    return list(translations.filter(alias_of__isnull=True).select_related("locale"))
