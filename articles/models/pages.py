"""Pages for the list of conditions and for the article about one of them."""

import re
from collections.abc import Iterable
from math import ceil
from typing import Any, NamedTuple

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.fields import NoFutureDateValidator, StreamField
from wagtail.models import Page
from wagtail.search import index

from articles.blocks.evidence import Evidence
from articles.blocks.streams import ArticleStreamBlock
from articles.editing.panels import BEHIND_IT, ORDER_OF_AN_ARTICLE
from clinic.models import PrefetchedPageMixin, PublishGateMixin, SectionsMixin
from clinic.pages.blocks.listings import children_of_one_type
from clinic.pages.blocks.pictures import PhotoBlock, load_pictures_together
from clinic.pages.promoting import TITLE_PANELS

from .answers import ANSWERS_FIRST, AnswersMixin
from .four_eyes import FourEyesMixin
from .neighbors import RelatedArticlesMixin
from .other_names import OtherNamesMixin
from .regions import PARTS, Region, by_body_part, of_body_part
from .reviews import ReviewedPageMixin
from .rules.lint import ExceptionBlock
from .sources.publication import Source

WORDS_A_MINUTE = 220
_PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
SET_BY_REVIEW = ("clinical_reviewer", "last_reviewed", "next_review_due")


class Heading(NamedTuple):
    """Entry of an article's list of contents."""

    anchor: str
    text: str


class ConditionIndexPage(PublishGateMixin, PrefetchedPageMixin):
    """List of all conditions, with a search box."""

    introduction = models.TextField(
        _("introduction"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences above the list."),
    )

    parent_page_types = ["clinic.HomePage"]
    subpage_types = ["articles.ConditionPage"]
    max_count = 1
    content_panels = [*TITLE_PANELS, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("list of conditions")
        verbose_name_plural = _("lists of conditions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.is_in_brief:
            return context
        conditions = children_of_one_type(self)
        part, _of, number = self.variant.partition(" ")
        if not part:
            return {**context, "body_parts": by_body_part(conditions)}
        context["part"], context["page_of_list"] = of_body_part(conditions, part, int(number))
        return context

    @classmethod
    def variant_of(cls, request: HttpRequest) -> str:
        """Return the part of the body and the page of its list, as ``?part=hand&page=2`` asks for them."""
        part, number = request.GET.get("part", ""), request.GET.get("page", "1")
        if not part:
            return ""
        if part not in PARTS or not _PAGE_NUMBER.fullmatch(number):
            raise Http404
        return f"{part} {number}"


class ConditionPage(
    AnswersMixin,
    OtherNamesMixin,
    FourEyesMixin,
    PublishGateMixin,
    ReviewedPageMixin,
    RelatedArticlesMixin,
    SectionsMixin,
):
    """Article about one condition: what it is, when to get help, and what research says."""

    also_known_as = models.CharField(
        _("also known as"),
        max_length=250,
        blank=True,
        help_text=_(
            "Other names that people search for, separated by commas, in lower case as within a sentence."
        ),
    )
    summary = models.TextField(
        _("summary"),
        max_length=300,
        help_text=_("One honest sentence for lists and search engines: what the article is about."),
    )
    region = models.CharField(
        _("drawing"),
        max_length=20,
        choices=Region,
        default=Region.NEEDLES,
        help_text=_("The part of the body that the drawing beside the title shows."),
    )
    hero = StreamField(
        [("photo", PhotoBlock())],
        max_num=1,
        blank=True,
        verbose_name=_("main photo"),
        help_text=_("One photo at the top. Without one, the drawing stands there."),
    )
    body = StreamField(
        ArticleStreamBlock(),
        verbose_name=_("content"),
        help_text=_("The parts of the article from top to bottom."),
    )
    author = models.ForeignKey(
        "clinic.Practitioner",
        verbose_name=_("author"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who wrote it. Shown with the article."),
    )
    clinical_reviewer = models.ForeignKey(
        "clinic.Practitioner",
        verbose_name=_("clinical reviewer"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The licensed person who checked what it says about medicine. Not the author alone."),
    )
    last_reviewed = models.DateField(
        _("last reviewed"),
        null=True,
        validators=[NoFutureDateValidator()],
        help_text=_("The day of the last full review. Small corrections do not change it."),
    )
    next_review_due = models.DateField(
        _("next review due"),
        null=True,
        help_text=_("When the article must be checked again, at most two years after the last review."),
    )
    lint_exceptions = StreamField(
        [("exception", ExceptionBlock())],
        blank=True,
        verbose_name=_("sentences allowed in spite of the words we do not use"),
        help_text=_("Rarely needed: a sentence that uses such a word and promises nothing."),
    )
    unprinted_fields = ("lint_exceptions",)  # articles/statements/reading.py
    parent_page_types = ["articles.ConditionIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *TITLE_PANELS,
        FieldPanel("summary"),
        FieldPanel("also_known_as"),
        FieldPanel("other_names"),
        ANSWERS_FIRST,
        FieldPanel("region"),
        FieldPanel("hero"),
        FieldPanel("body", help_text=ORDER_OF_AN_ARTICLE),
        BEHIND_IT,
        FieldPanel("lint_exceptions"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("also_known_as", boost=5),
        *OtherNamesMixin.found_by,
        index.SearchField("summary", boost=2),
        index.SearchField("what_it_is"),
        index.SearchField("what_helps"),
        index.SearchField("body"),
        index.AutocompleteField("also_known_as"),
        index.FilterField("region"),
        index.FilterField("next_review_due"),
    ]

    class Meta:
        verbose_name = _("condition article")
        verbose_name_plural = _("condition articles")

    @classmethod
    def for_visitors(cls) -> models.QuerySet["ConditionPage"]:
        return super().for_visitors().select_related("author", "clinical_reviewer")

    def full_clean(self, exclude: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Validate without the review's fields: articles are submitted before a first review sets them."""
        unset = {name for name in SET_BY_REVIEW if getattr(self, name) is None}
        super().full_clean(exclude={*(exclude or ()), *unset}, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if not self.is_in_brief:
            load_pictures_together(self.hero, self.body)
        return super().get_context(request, *args, **kwargs)

    @cached_property
    def evidence(self) -> Evidence:
        """Claims of the article with the sources that they rest on."""
        return Evidence(self.body)

    @property
    def references(self) -> list[tuple[int, Source]]:
        """Sources of all claims, each once, numbered in the order in which readers meet them."""
        return self.evidence.references

    @property
    def source_numbers(self) -> dict[int, int]:
        """Number of each source in the list of references."""
        return self.evidence.source_numbers

    @cached_property
    def headings(self) -> list[Heading]:
        """Entries of the list of contents."""
        return [Heading(each.anchor, each.text) for each in self.sections if each.block_type == "heading"]

    @cached_property
    def emergency_cards(self) -> list[Any]:
        """Care cards that say to call 911."""
        return [card for card in self._values_of("care_card") if card["level"] == "emergency"]

    @cached_property
    def reading_minutes(self) -> int:
        """Minutes that an unhurried reader needs, at least one."""
        words = sum(
            len(strip_tags(text).split())
            for child in self.body
            for text in child.block.get_searchable_content(child.value)
        )
        return max(1, ceil(words / WORDS_A_MINUTE))

    def _values_of(self, block_type: str) -> list[Any]:
        # By index: iterating the body would load the sources of all its claims.
        raw = self.body.raw_data
        return [self.body[i].value for i in range(len(raw)) if raw[i]["type"] == block_type]
