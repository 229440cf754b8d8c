"""Home page and plain pages around the articles: visit, fees, about, contact and the rest."""

from collections.abc import Iterable

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from clinic.identity.demonstration import DemonstrationMark
from clinic.identity.details import ClinicSettings
from clinic.identity.people import Practitioner
from clinic.languages.spoken import spoken_by
from clinic.pages.blocks.streams import PlainPageStreamBlock, TextStreamBlock

from .prices import Price, prices_in
from .promoting import TITLE_PANELS
from .publish_gate import PublishGateMixin
from .routing import PrefetchedPageMixin, PrefetchedRootMixin
from .sections import SectionsMixin


class PeopleMixin:
    """Practitioners for pages that list them in their head and body."""

    @cached_property
    def people(self) -> list[Practitioner]:
        """Practitioners whom visitors see, loaded once."""
        return list(Practitioner.objects.active().with_pages())

    @cached_property
    def treating(self) -> list[Practitioner]:
        """Practitioners who see patients and whose license visitors can look up, or is made up."""
        return [
            one for one in self.people if one.offers_visits and (one.license_number or one.is_demonstration)
        ]

    @property
    def boards(self) -> list[str]:
        """Names of the boards that licensed them, each once."""
        return _each_once(one.licensing_board for one in self.treating)

    @property
    def languages(self) -> list[str]:
        """Languages in which patients can speak with whoever sees them, each once. Of nobody: none."""
        said = [one.languages for one in self.people if one.offers_visits]
        return [each.name for each in spoken_by(said)] if said else []

    @property
    def is_made_up(self) -> bool:
        """True if any of these people is part of the demonstration."""
        return any(one.is_demonstration for one in self.treating)


def _each_once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


class HomePage(PeopleMixin, PublishGateMixin, SectionsMixin, PrefetchedRootMixin):
    """First page: what the clinic does, in a few honest words, and where to go next."""

    headline = models.CharField(
        _("headline"), max_length=120, help_text=_("What you do, in a few honest words. No promises.")
    )
    introduction = models.TextField(
        _("introduction"),
        max_length=400,
        help_text=_("One or two sentences below the headline: for whom, and how to ask."),
    )
    body = StreamField(
        TextStreamBlock(),
        blank=True,
        verbose_name=_("content"),
        help_text=_("The parts of the page from top to bottom."),
    )

    BRIEF = (*PrefetchedRootMixin.BRIEF, "headline")
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    content_panels = [
        *TITLE_PANELS,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("headline"),
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    def search_title(self, details: ClinicSettings) -> str:
        """Return the title in search results: people look for a clinic by its town."""
        town = ", ".join(filter(None, (details.locality, details.region))) if details.locality else ""
        return " · ".join(filter(None, (self.headline or self.title, town)))

    @classmethod
    def for_visitors(cls) -> models.QuerySet["HomePage"]:
        """Return the page with what the page about fees says, in the same query."""
        fees = InformationPage.objects.filter(
            slug="fees", live=True, depth=OuterRef("depth") + 1, path__startswith=OuterRef("path")
        )
        told = {"fees_body": "body", "fees_are_made_up": "is_demonstration"}
        return (
            super()
            .for_visitors()
            .annotate(**{name: Subquery(fees.values(field)[:1]) for name, field in told.items()})
        )

    @property
    def prices(self) -> list[Price]:
        """Prices of visits as the page about fees states them; none in a preview of this page."""
        body = getattr(self, "fees_body", None)
        return prices_in(InformationPage(body=body).body) if body else []

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class InformationPage(  # type: ignore[django-manager-missing]  # Wagtail's managers have no types
    PeopleMixin, PublishGateMixin, SectionsMixin, PrefetchedPageMixin, DemonstrationMark
):
    """Plain page, such as "Your first visit", "Fees" or "About us"."""

    introduction = models.TextField(
        _("introduction"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences that say what the page is about."),
    )
    body = StreamField(
        PlainPageStreamBlock(),
        blank=True,
        verbose_name=_("content"),
        help_text=_("The parts of the page from top to bottom."),
    )

    parent_page_types = ["clinic.HomePage", "clinic.InformationPage"]
    content_panels = [
        *TITLE_PANELS,
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("is_demonstration"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
