"""Privacy policy and notice of privacy practices as pages: each once for a site, and with a date."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.blocks import BoundBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from clinic.identity.demonstration import DemonstrationMark
from clinic.pages.blocks.listings import KeptForBlock
from clinic.pages.blocks.streams import InformationStreamBlock
from clinic.pages.blocks.text import RICH_TEXT_FEATURES
from clinic.pages.promoting import TITLE_PANELS
from clinic.pages.publish_gate import PublishGateMixin
from clinic.pages.routing import PrefetchedPageMixin
from clinic.pages.sections import SectionsMixin

from . import first_texts

# Parts that 45 CFR 164.520(b) names, in the order in which they are read. Each is a field of the notice.
NOTICE_PARTS = ("uses", "rights", "duties", "complaints", "contact")


class PrivacyPageMixin(  # type: ignore[django-manager-missing]  # Wagtail's managers have no types
    PublishGateMixin, SectionsMixin, PrefetchedPageMixin, DemonstrationMark
):
    """Page about privacy right below the home page. It is published without gaps and with a date alone."""

    introduction = models.TextField(
        _("introduction"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences that say what the page is about."),
    )
    effective_from = models.DateField(
        _("in effect from"),
        null=True,
        blank=True,
        help_text=_("The day from which these words hold. A new day for each change of what they promise."),
    )

    parent_page_types = ["clinic.HomePage"]
    subpage_types: Sequence[str] = []
    # Every page has to know which one is meant.
    max_count_per_parent = 1
    opening_panels = [
        *TITLE_PANELS,
        FieldPanel("introduction"),
        FieldPanel("effective_from"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True


class PrivacyPolicyPage(PrivacyPageMixin):
    """Privacy policy: what the website collects, who sees it, and how long it is kept."""

    body = StreamField(
        InformationStreamBlock(),
        blank=True,
        default=first_texts.policy_body,
        verbose_name=_("content"),
        help_text=_("It begins with a text for you to check. Fill in what stands in square brackets."),
    )

    template = "clinic/pages/privacy/policy.html"
    page_description = _("What this website collects and who sees it. It comes with a text to complete.")
    content_panels = [
        *PrivacyPageMixin.opening_panels,
        FieldPanel("body"),
        FieldPanel("is_demonstration"),
    ]

    class Meta:
        verbose_name = _("privacy policy")
        verbose_name_plural = _("privacy policies")


def _part(label: Any, default: Any, help_text: Any) -> RichTextField:
    """Return the field of one part of the notice; the gate says when it is empty."""
    return RichTextField(label, features=RICH_TEXT_FEATURES, blank=True, default=default, help_text=help_text)


class NoticePage(PrivacyPageMixin):
    """Notice of privacy practices: how a clinic uses health information, in the parts that HIPAA names."""

    uses = _part(
        _("how you use and share it"),
        first_texts.uses,
        _("With examples for treatment, payment and running the clinic, and what needs a permission."),
    )
    rights = _part(_("the patient's rights"), first_texts.rights, _("What a patient can ask of you."))
    duties = _part(
        _("your duties"),
        first_texts.duties,
        _("Followed by how long this site keeps requests, with the numbers by which it erases them."),
    )
    complaints = _part(
        _("complaints"), first_texts.complaints, _("To you, and to the federal government, without fear.")
    )
    contact = _part(_("whom to ask"), first_texts.contact, _("A name or a title, and a phone number."))
    body = StreamField(
        InformationStreamBlock(),
        blank=True,
        verbose_name=_("more"),
        help_text=_("Whatever else belongs in the notice. It stands after these parts."),
    )

    template = "clinic/pages/privacy/notice.html"
    page_description = _("How the clinic uses health information. It comes with a text to complete.")
    content_panels = [
        HelpPanel(
            _(
                "Clinics that HIPAA binds must have this notice on their website. Whether it binds yours "
                "depends, among other things, on how you bill: decide it with a lawyer, who should also read "
                "the text. It was written to be completed, and is no legal advice."
            )
        ),
        *PrivacyPageMixin.opening_panels,
        MultiFieldPanel([FieldPanel(name) for name in NOTICE_PARTS], heading=_("Parts of the notice")),
        FieldPanel("body"),
        FieldPanel("is_demonstration"),
    ]
    search_fields = [*PrivacyPageMixin.search_fields, *map(index.SearchField, NOTICE_PARTS)]

    class Meta:
        verbose_name = _("notice of privacy practices")
        verbose_name_plural = _("notices of privacy practices")

    @property
    def kept_for(self) -> BoundBlock:
        """Block that says how long requests are kept, as other pages choose it."""
        return KeptForBlock().bind(None)
