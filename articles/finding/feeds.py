"""Atom feed of articles and news, for readers and libraries that follow changes."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from articles.models import ConditionPage, NewsPage
from clinic.models import ClinicSettings
from clinic.pages.metadata.canonical import absolute, canonical_url, language_tag

from .changes import last_corrections

MOST_ENTRIES = 50


class ArticleFeed(Feed):
    """Public articles and news of one language, the most recently changed first.

    Each entry has the summary alone: an article can be withdrawn, a copy of it in a feed reader cannot.
    """

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # The newest date does not move when an article is withdrawn; the ETag does.
        del response.headers["Last-Modified"]
        return response

    @property
    def language(self) -> str:  # type: ignore[override]  # Django reads it once for each answer
        return language_tag(get_language())

    def get_object(self, request: HttpRequest) -> Site:
        return Site.objects.select_related("root_page").get(is_default_site=True)

    def title(self, site: Site) -> str:
        return _("Articles of %(clinic)s") % {"clinic": self.author_name(site)}

    def subtitle(self, site: Site) -> str:
        return _("New articles, those that changed, and our news.")

    def author_name(self, site: Site) -> str:
        return ClinicSettings.for_site(site).clinic_name

    def link(self, site: Site) -> str:
        return canonical_url(site.root_page.localized)

    def feed_url(self, site: Site) -> str:
        return absolute(reverse("feed"))

    def feed_guid(self, site: Site) -> str:
        return lasting_id(site.root_page)

    def items(self, site: Site) -> list[Any]:
        """Return the articles and news, with ``changed_at`` on each."""
        below = site.root_page.localized
        articles = _public(ConditionPage, below).select_related("author")
        entries = [*articles.order_by("title"), *_public(NewsPage, below).order_by("title")]
        corrected = last_corrections()
        for page in entries:
            page.changed_at = max(page.last_published_at, corrected.get(page.pk, page.last_published_at))
        return sorted(entries, key=lambda page: page.changed_at, reverse=True)[:MOST_ENTRIES]

    def item_title(self, item: Any) -> str:
        return item.title

    def item_description(self, item: Any) -> str:
        # Django would mark it as HTML.
        return escape(item.summary)

    def item_link(self, item: Any) -> str:
        return canonical_url(item)

    def item_guid(self, item: Any) -> str:
        return lasting_id(item)

    def item_author_name(self, item: Any) -> str | None:
        # News are the clinic's own.
        author = getattr(item, "author", None)
        return author.display_name if author else None

    def item_pubdate(self, item: Any) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Any) -> datetime:
        return item.changed_at


def _public(model: type[Page], below: Page) -> PageQuerySet:
    pages = model.objects.live().public().descendant_of(below)
    return pages.filter(alias_of__isnull=True, last_published_at__isnull=False).defer_streamfields()


def lasting_id(page: Page) -> str:
    """Return the identifier of a page in one language, which no new slug and no move changes."""
    return uuid5(UUID(str(page.translation_key)), get_language()).urn


article_feed = require_safe(conditional_page(ArticleFeed()))
