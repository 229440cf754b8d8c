"""The list of blocks that every page offers its editor; articles add their own to it."""

from wagtail.blocks import StreamBlock

from .listings import OpeningHoursBlock, PageCardsBlock, PeopleBlock
from .pictures import PhotoBlock
from .text import CallToActionBlock, FactsBlock, FaqBlock, HeadingBlock, ParagraphBlock, QuoteBlock


class TextStreamBlock(StreamBlock):
    """What any page can hold."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    photo = PhotoBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    faq = FaqBlock()
    page_cards = PageCardsBlock()
    people = PeopleBlock()
    opening_hours = OpeningHoursBlock()
    call_to_action = CallToActionBlock()
