"""Blocks that every page offers its editor; articles add their own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail.blocks import StreamBlock, StreamBlockValidationError

from .drawings import IllustrationBlock
from .listings import AilmentsBlock, KeptForBlock, OpeningHoursBlock, PageCardsBlock, PeopleBlock
from .pictures import PhotoBlock
from .steps import StepsBlock
from .tables import ComparisonBlock
from .text import CallToActionBlock, FactsBlock, FaqBlock, HeadingBlock, ParagraphBlock, QuoteBlock
from .way_in import WayInBlock

# Blocks that open a part of the page; subheadings may follow them.
OPENERS = {
    "heading", "facts", "steps", "page_cards", "people", "opening_hours", "way_in", "ailments", "trainings",
    "sees",
}  # fmt: skip


# Blocks that show a heading of the third level.
SUBHEADED = {"faq", "care_card"}


def has_subheading(child: Any) -> bool:
    """Return whether a block shows a heading of the third level."""
    return child.block_type in SUBHEADED or (child.block_type == "paragraph" and "<h3" in child.value.source)


class TextStreamBlock(StreamBlock):
    """Blocks that any page can hold."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    photo = PhotoBlock()
    illustration = IllustrationBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    steps = StepsBlock()
    comparison = ComparisonBlock()
    faq = FaqBlock()
    page_cards = PageCardsBlock()
    people = PeopleBlock()
    opening_hours = OpeningHoursBlock()
    call_to_action = CallToActionBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            self._refuse_skipped_levels(cleaned)
        return cleaned

    def _refuse_skipped_levels(self, value: Any) -> None:
        for place, child in enumerate(value):
            if child.block_type in OPENERS:
                return
            if has_subheading(child):
                message = _(
                    "A subheading stands here before the page's first heading. "
                    "Put a Heading above it: readers who listen to the page go from heading to heading."
                )
                raise StreamBlockValidationError(block_errors={place: ValidationError(message)})


class InformationStreamBlock(TextStreamBlock):
    """Blocks of plain pages, of which one tells about privacy."""

    kept_for = KeptForBlock()


class PlainPageStreamBlock(InformationStreamBlock):
    """Blocks of plain pages that are not about privacy: where the clinic is, and what else it treats."""

    way_in = WayInBlock()
    ailments = AilmentsBlock()
