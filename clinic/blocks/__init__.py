"""The building blocks of every page: what an editor can put on it, and how each part explains itself."""

from .hours import ClosureBlock, HoursBlock
from .listings import OpeningHoursBlock, PageCardsBlock, PeopleBlock
from .pictures import PhotoBlock, PictureBlock, load_pictures_together
from .streams import TextStreamBlock
from .text import (
    CallToActionBlock,
    FactsBlock,
    FaqBlock,
    HeadingBlock,
    ParagraphBlock,
    QuoteBlock,
    anchor_for,
)

__all__ = [
    "CallToActionBlock",
    "ClosureBlock",
    "FactsBlock",
    "FaqBlock",
    "HeadingBlock",
    "HoursBlock",
    "OpeningHoursBlock",
    "PageCardsBlock",
    "ParagraphBlock",
    "PeopleBlock",
    "PhotoBlock",
    "PictureBlock",
    "QuoteBlock",
    "TextStreamBlock",
    "anchor_for",
    "load_pictures_together",
]
