"""Each page's one absolute address, its language as machines name it, and its translations.

Canonical link, Open Graph, JSON-LD, feed and sitemap all ask here, so that they cannot differ.
"""

from typing import NamedTuple

from django.conf import settings

from wagtail.models import Page


class Alternate(NamedTuple):
    """One language in which a page can be read."""

    hreflang: str
    url: str


def absolute(path: str) -> str:
    """A path of this site as an absolute address on its canonical host."""
    return f"{settings.SITE_URL.rstrip('/')}/{path.lstrip('/')}"


def canonical_url(page: Page) -> str:
    """Where a page lives, whatever host it was asked on; an alias lives where its original does."""
    parts = (page.alias_of if page.alias_of_id else page).get_url_parts()
    return absolute(parts[2]) if parts and parts[2] else ""


def language_tag(code: str) -> str:
    """A language as it is spoken where the clinic is: "en" is "en-US"."""
    return code if "-" in code else f"{code}-{settings.PHONENUMBER_DEFAULT_REGION}"


def open_graph_locale(code: str) -> str:
    """The same as Open Graph writes it: "en_US"."""
    return language_tag(code).replace("-", "_")


def alternates_of(translations: list[Page]) -> list[Alternate]:
    """Every language of a page, its own too, and the one for everybody else; nothing for a single one."""
    if len(translations) < 2:
        return []
    found = sorted(
        Alternate(language_tag(page.locale.language_code), canonical_url(page)) for page in translations
    )
    default = language_tag(settings.LANGUAGE_CODE)
    return [*found, *(Alternate("x-default", entry.url) for entry in found if entry.hreflang == default)]


def translations_of(page: Page) -> list[Page]:
    """The page and its live public translations; no query while the site has one language."""
    if len(settings.WAGTAIL_CONTENT_LANGUAGES) < 2 or page.pk is None:
        return []
    family = page.get_translations(inclusive=True).live().public()
    return list(family.filter(alias_of__isnull=True).select_related("locale"))
