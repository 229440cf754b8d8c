"""Sitemap of live public pages by their canonical addresses, with the day on which each last changed."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Q

from wagtail.models import Page, Site

from .canonical import alternates_of, canonical_url

COLUMNS = (
    "title", "slug", "path", "depth", "url_path", "translation_key", "last_published_at",
    "alias_of", "locale__language_code",
)  # fmt: skip


class PublicPages(Sitemap):
    """Pages that search engines may list, in every language; an alias is listed as its original."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def items(self) -> list[Page]:
        """Return the pages below the home page of each language, with ``changed_at`` on each."""
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        if site is None:
            return []
        below = Q()
        for home in site.root_page.get_translations(inclusive=True):
            below |= Q(path__startswith=home.path)
        pages = Page.objects.live().public().filter(below, alias_of__isnull=True)
        # Looked up by name: pages have metadata, too.
        pages = pages.exclude(pk__in=apps.get_model("clinic.PractitionerPage").unlisted())
        entries = list(pages.select_related("locale").only(*COLUMNS).order_by("path"))
        changes = self.changes_since_publication()
        for page in entries:
            moments = [page.last_published_at, changes.get(page.pk)]
            page.changed_at = max((moment for moment in moments if moment), default=None)
        return [page for page in entries if canonical_url(page)]

    def changes_since_publication(self) -> dict[int, datetime]:
        """Return by page id when readers saw a change without a new publication; apps override it."""
        return {}

    def location(self, item: Page) -> str:
        return urlsplit(canonical_url(item)).path

    def lastmod(self, item: Page) -> datetime | None:
        return item.changed_at

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        urls = super().get_urls(page, site, protocol)
        translations = defaultdict(list)
        for url in urls:
            translations[url["item"].translation_key].append(url["item"])
        for url in urls:
            url["alternates"] = [
                {"lang_code": alternate.hreflang, "location": alternate.url}
                for alternate in alternates_of(translations[url["item"].translation_key])
            ]
        return urls
