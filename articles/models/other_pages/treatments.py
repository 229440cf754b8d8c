"""Pages for the list of treatments and for the article about one of them, such as cupping."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from articles.editing.panels import BEHIND_IT, ORDER_OF_A_TREATMENT
from articles.models.pages import ConditionPage
from clinic.models import ClinicSettings, PrefetchedPageMixin, PublishGateMixin
from clinic.pages.blocks.listings import children_of_one_type
from clinic.pages.promoting import TITLE_PANELS

LABELS = {
    "also_known_as": _("Also called"),
    "how_long": _("How long a session takes"),
    "what_helps": _("What to know first"),
    "verdict": _("Our verdict on this treatment"),
}
ANSWERS_FIRST = MultiFieldPanel(
    [
        FieldPanel(
            "what_it_is",
            help_text=_("One sentence in the words of a patient, such as: Cups that pull at the skin."),
        ),
        FieldPanel(
            "how_long",
            heading=LABELS["how_long"],
            help_text=_("How long it takes, and how often people come. Where nobody can say, say so."),
        ),
        FieldPanel(
            "what_helps",
            heading=LABELS["what_helps"],
            help_text=_("Whom it is not for, and what it can leave behind, before anybody decides."),
        ),
        FieldPanel(
            "verdict",
            heading=LABELS["verdict"],
            help_text=_(
                "At most ten words, no surer than the claims below. Where there is no good research, say so."
            ),
        ),
        FieldPanel("verdict_certainty"),
        FieldPanel("emergency_if"),
    ],
    heading=_("The answer first"),
    help_text=_(
        "Readers see these on the first screen of a phone, before anything else. One or two lines each: "
        "the content below explains them."
    ),
)


class TreatmentIndexPage(PublishGateMixin, PrefetchedPageMixin):
    """List of the treatments that the clinic offers and has written about."""

    introduction = models.TextField(
        _("introduction"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences above the list."),
    )

    parent_page_types = ["clinic.HomePage"]
    subpage_types = ["articles.TreatmentPage"]
    max_count = 1
    page_description = _("The list of the treatments that you offer, at the address /treatments/.")
    content_panels = [*TITLE_PANELS, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("list of treatments")
        verbose_name_plural = _("lists of treatments")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context if self.is_in_brief else {**context, "pages": children_of_one_type(self)}


class TreatmentPage(ConditionPage):
    """Article about one treatment: everything that holds for an article about a condition holds for it."""

    QUESTIONS = {
        "what_it_is": _("What it is"),
        "how_long": _("How long a session takes"),
        "what_helps": _("What to know first"),
        "verdict": _("Does it help?"),
    }
    LABELS = LABELS
    template = "articles/condition_page.html"
    parent_page_types = ["articles.TreatmentIndexPage"]
    page_description = _(
        "An article about a treatment, such as cupping or herbs, with sources and a full review."
    )
    content_panels = [
        *TITLE_PANELS,
        FieldPanel("summary"),
        FieldPanel("also_known_as", heading=LABELS["also_known_as"]),
        FieldPanel("other_names"),
        ANSWERS_FIRST,
        FieldPanel("region", help_text=_("The drawing beside the title, where there is no photo.")),
        FieldPanel("hero"),
        FieldPanel("body", help_text=ORDER_OF_A_TREATMENT),
        BEHIND_IT,
        FieldPanel("lint_exceptions"),
    ]

    class Meta:
        verbose_name = _("treatment article")
        verbose_name_plural = _("treatment articles")

    def search_title(self, _details: ClinicSettings) -> str:
        """Return the title in search results, which names the treatment."""
        return self.title
