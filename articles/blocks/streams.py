"""Blocks that only articles have: care cards, claims with their sources, and the safety notice."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail.blocks import (
    Block,
    BlockGroup,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    StreamBlockValidationError,
    StructBlock,
)
from wagtail.snippets.blocks import SnippetChooserBlock

from clinic.pages.blocks.sections import anchor_for
from clinic.pages.blocks.streams import TextStreamBlock
from clinic.typed.blocks import PlainLinesBlock, PlainTextBlock

from .certainty import Certainty, Found
from .claims import ClaimValue

Context = dict[str, Any]
# Blocks that every article needs: the menu of parts begins with these.
NEEDED = {"heading", "paragraph", "care_card", "claim", "safety_notice"}


class CareLevelBlock(ChoiceBlock):
    """Urgency of the advice of a care card."""

    choices = [
        ("emergency", _("Emergency: call for help at once")),
        ("urgent", _("Urgent: see a doctor today")),
        ("self_care", _("What you can do yourself")),
    ]

    class Meta:
        icon = "warning"
        description = _("How urgent it is")
        preview_value = "urgent"


class CareCardBlock(StructBlock):
    """Advice on when to get medical help, and how fast."""

    level = CareLevelBlock(label=_("Urgency"), help_text=_("It decides how the card looks."))
    heading = PlainTextBlock(
        label=_("Heading"), help_text=_("A sentence that the list completes, such as: Call 911 if:")
    )
    items = ListBlock(
        PlainTextBlock(label=_("Sign"), help_text=_("One sign, in plain words.")),
        label=_("Signs"),
        min_num=1,
        help_text=_("One line each. No links: in an emergency nobody reads on."),
    )

    class Meta:
        icon = "warning"
        label = _("Care card")
        label_format = "{level}: {heading}"
        group = _("Care")
        template = "articles/blocks/care_card.html"
        description = _("Signs that need an emergency room, a doctor today, or nothing but care at home")
        preview_value = {
            "level": "emergency",
            "heading": _("Call 911 if:"),
            "items": [_("your face droops on one side"), _("you cannot speak clearly")],
        }


class ClaimBlock(StructBlock):
    """Statement about what acupuncture does, with the sources that it rests on."""

    text = PlainLinesBlock(
        label=_("What research found"),
        help_text=_(
            "One finding, starting in lower case: it continues the words of its certainty, such as "
            '"Research suggests, but we are not certain:". Use counts (12 studies, 1,842 people).'
        ),
    )
    comparator = PlainTextBlock(
        label=_("Compared with"),
        required=False,
        help_text=_(
            "As one of its sources says it: sham acupuncture, no treatment, usual care, or the name of the "
            "medicine. Part several with semicolons. A guideline's advice needs none."
        ),
    )
    found = ChoiceBlock(
        choices=Found.choices,
        label=_("What was found"),
        help_text=_("How people fared with acupuncture; for a guideline, what it advises."),
    )
    certainty = ChoiceBlock(
        choices=Certainty.choices,
        label=_("Certainty"),
        help_text=_(
            "How sure research is about exactly this, and never surer than the surest of its sources. The "
            "opening words follow from it."
        ),
    )
    sources = ListBlock(
        SnippetChooserBlock(
            "articles.Source", label=_("Source"), help_text=_("Search by author, title, year or DOI.")
        ),
        label=_("Sources"),
        min_num=1,
        help_text=_("Every study that the sentence speaks of."),
    )
    in_brief = PlainTextBlock(
        label=_("In a few words"),
        required=False,
        max_length=90,
        help_text=_(
            "For the table of evidence at a glance, such as: Leg pain over four weeks. "
            "Left empty, the table shows the first words of the claim."
        ),
    )
    people = IntegerBlock(
        label=_("People behind exactly this"),
        required=False,
        min_value=1,
        help_text=_("Only where fewer than in the whole source, such as 41 of 869. Readers see how few."),
    )

    def get_preview_value(self) -> ClaimValue:
        source = apps.get_model("articles.Source").objects.first()
        return self.normalize(
            {
                "text": _("in one trial with 216 people, leg pain eased more than with sham acupuncture."),
                "comparator": _("Sham acupuncture"),
                "found": Found.BETTER,
                "certainty": Certainty.LOW,
                "sources": [source] if source else [],
                "in_brief": _("Leg pain over four weeks"),
            }
        )

    class Meta:
        icon = "clipboard-list"
        label = _("Claim")
        label_format = "{certainty}: {text}"
        group = _("Evidence")
        template = "articles/blocks/claim.html"
        value_class = ClaimValue
        form_layout = BlockGroup(
            children=["text", "comparator", "found", "certainty", "sources"],
            settings=["in_brief", "people"],
        )
        description = _("One finding with its certainty, what it was compared with, and its sources")


class SafetyNoticeBlock(SnippetChooserBlock):
    """Shared notice on side effects and on who should ask a doctor first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("articles.SafetyNotice", **kwargs)

    def get_preview_value(self) -> Any:
        return self.model_class.objects.first()

    class Meta:
        icon = "info-circle"
        label = _("Safety notice")
        group = _("Care")
        template = "articles/blocks/safety_notice.html"
        description = _("The notice on side effects and on who should ask first; every article needs it once")


class ArticleStreamBlock(TextStreamBlock):
    """Blocks that the body of an article can hold."""

    care_card = CareCardBlock()
    claim = ClaimBlock()
    safety_notice = SafetyNoticeBlock()

    def ordered_child_blocks(self) -> list[Block]:
        """Return the blocks for the editor's menu, those that every article needs first."""
        return sorted(super().ordered_child_blocks(), key=lambda block: block.name not in NEEDED)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            self._refuse_twin_headings(cleaned)
        return cleaned

    def _refuse_twin_headings(self, value: Any) -> None:
        anchors = [anchor_for(child.value) if child.block_type == "heading" else None for child in value]
        message = _("Another heading has the same words. Change one: readers find their way by headings.")
        twins = {
            place: ValidationError(message)
            for place, anchor in enumerate(anchors)
            if anchor is not None and anchor in anchors[:place]
        }
        if twins:
            raise StreamBlockValidationError(block_errors=twins)
