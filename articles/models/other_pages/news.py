"""Pages for news of the clinic and for the list of them."""

import datetime
import re
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.core.paginator import EmptyPage, Paginator
from django.db import models
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search import index

from clinic.identity.clinic_time import clinic_today
from clinic.models import PrefetchedPageMixin, PublishGateMixin, SectionsMixin
from clinic.pages.blocks.listings import children_of_one_type
from clinic.pages.blocks.pictures import PhotoBlock, load_pictures_together
from clinic.pages.blocks.streams import TextStreamBlock
from clinic.pages.promoting import TITLE_PANELS

MOST_ON_A_PAGE = 24
_PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)


class NewsInBrief(NamedTuple):
    """News as a list shows it."""

    title: str
    summary: str
    date: datetime.date
    url: str

    @classmethod
    def of(cls, row: dict[str, str], list_url: str) -> "NewsInBrief":
        """Return what a row of ``newest_in_brief`` tells."""
        day = datetime.date.fromisoformat(row["date"])
        return cls(row["title"], row["summary"], day, urljoin(list_url, f"{row['slug']}/"))


class NewsIndexPage(PublishGateMixin, PrefetchedPageMixin):
    """List of news, the newest first."""

    introduction = models.TextField(
        _("introduction"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences above the list."),
    )

    parent_page_types = ["clinic.HomePage"]
    subpage_types = ["articles.NewsPage"]
    max_count = 1
    page_description = _("The list of your news. The home page shows the two newest by itself.")
    content_panels = [*TITLE_PANELS, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.is_in_brief:
            return context
        pages = Paginator(newest_below(self), MOST_ON_A_PAGE)
        try:
            return {**context, "page_of_list": pages.page(int(self.variant or "1"))}
        except EmptyPage:
            raise Http404 from None

    @classmethod
    def variant_of(cls, request: HttpRequest) -> str:
        """Return the page of the list, as ``?page=2`` asks for it; empty for the first."""
        number = request.GET.get("page", "1")
        if not _PAGE_NUMBER.fullmatch(number):
            raise Http404
        return "" if number == "1" else number


class NewsPage(PublishGateMixin, SectionsMixin):
    """One piece of news: its day, a sentence, a photo and a text."""

    date = models.DateField(
        _("day"), default=clinic_today, help_text=_("Shown above the text; the newest stands first.")
    )
    summary = models.TextField(
        _("summary"),
        max_length=300,
        help_text=_("One or two sentences for lists, search engines and the home page."),
    )
    hero = StreamField(
        [("photo", PhotoBlock())],
        max_num=1,
        blank=True,
        verbose_name=_("photo"),
        help_text=_("One photo above the text, with its credit. It can be left out."),
    )
    body = StreamField(
        TextStreamBlock(),
        blank=True,
        verbose_name=_("content"),
        help_text=_("The text from top to bottom, in as many parts as it needs."),
    )

    parent_page_types = ["articles.NewsIndexPage"]
    subpage_types: list[str] = []
    page_description = _("News of the clinic, with its day: a new colleague, changed hours, a move.")
    content_panels = [
        *TITLE_PANELS,
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("hero"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if not self.is_in_brief:
            load_pictures_together(self.hero, self.body)
        return super().get_context(request, *args, **kwargs)


def newest_below(parent: Page) -> PageQuerySet:
    """Return the public news below ``parent``, the newest first."""
    return children_of_one_type(parent).order_by("-date", "-pk")


def newest_in_brief(parent: Page, most: int) -> PageQuerySet:
    """Return rows with what lists show of the newest news, for a query of its own or within another."""
    row = JSONObject(title="title", slug="slug", summary="summary", date="date")
    return newest_below(parent).values(row=row)[:most]
