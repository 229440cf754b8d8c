"""Page about a practitioner: training, what they see most often, their days, and how to ask for them."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from clinic.identity.clinic_time import clinic_today
from clinic.identity.demonstration import DemonstrationMark
from clinic.identity.people import Practitioner
from clinic.pages.blocks.person import PersonStreamBlock
from clinic.pages.blocks.pictures import PhotoBlock, load_pictures_together

from .promoting import TITLE_PANELS
from .publish_gate import PublishGateMixin
from .routing import COLUMNS, PrefetchedPageMixin
from .sections import SectionsMixin


class PractitionerPage(  # type: ignore[django-manager-missing]  # Wagtail's managers have no types
    PublishGateMixin, SectionsMixin, PrefetchedPageMixin, DemonstrationMark
):
    """Page about one practitioner. Name, license, languages and days come from the record, written once.

    Nobody finds it once the practitioner is no longer shown, or the license has run out.
    """

    practitioner = models.OneToOneField(
        Practitioner,
        on_delete=models.PROTECT,
        related_name="page",
        verbose_name=_("practitioner"),
        help_text=_("Name, license, languages, days and the text about this person come from there."),
    )
    introduction = models.TextField(
        _("introduction"),
        max_length=300,
        help_text=_("One sentence for lists and search engines: who this is, and whom they see."),
    )
    hero = StreamField(
        [("photo", PhotoBlock())],
        max_num=1,
        blank=True,
        verbose_name=_("portrait"),
        help_text=_("A photo, upright or square, with its credit. Until then a drawing stands there."),
    )
    body = StreamField(
        PersonStreamBlock(),
        blank=True,
        verbose_name=_("content"),
        help_text=_("Training, what this person sees most often, and whatever else patients ask."),
    )

    # Whether it is shown depends on the record, also where its parts are kept.
    BRIEF = (
        *PrefetchedPageMixin.BRIEF,
        "practitioner__slug",
        "practitioner__is_active",
        "practitioner__license_expires",
    )
    # Not below the home page: whoever is no longer shown would stay in the menu.
    parent_page_types = ["clinic.InformationPage"]
    subpage_types: list[str] = []
    page_description = _("A page about one practitioner: portrait, training, days, and how to ask for them.")
    content_panels = [
        *TITLE_PANELS,
        FieldPanel("practitioner"),
        FieldPanel("introduction"),
        FieldPanel("hero"),
        FieldPanel("body"),
        FieldPanel("is_demonstration"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("page about a practitioner")
        verbose_name_plural = _("pages about practitioners")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page while its practitioner is shown anywhere."""
        expires = self.practitioner.license_expires
        if not self.practitioner.is_active or (expires is not None and expires < clinic_today()):
            raise Http404
        return super().serve(request, *args, **kwargs)

    @classmethod
    def for_visitors(cls) -> QuerySet[Any]:
        return cls._default_manager.select_related("practitioner")

    @classmethod
    def in_brief(cls) -> QuerySet[Any]:
        return cls._default_manager.select_related("practitioner").only(*COLUMNS, *cls.BRIEF)

    @classmethod
    def of(cls, people: Iterable[Practitioner]) -> "dict[int, PractitionerPage]":
        """Return the pages of people that were loaded ``with_pages``, with portraits, by the person's key."""
        pages = [getattr(person, "page", None) for person in people]
        found = {page.practitioner_id: page for page in pages if page is not None and page.live}
        load_pictures_together(*(page.hero for page in found.values()))
        return found

    @classmethod
    def unlisted(cls) -> QuerySet[Any]:
        """Return the keys of the pages about people who are not shown."""
        return cls._default_manager.exclude(practitioner__in=Practitioner.objects.active()).values("pk")
