"""The building blocks of every page: what an editor can put on it, and how each part explains itself."""

from .drawings import IllustrationBlock
from .hours import ClosureBlock, HoursBlock
from .listings import OpeningHoursBlock, PageCardsBlock, PeopleBlock
from .pictures import PhotoBlock, PictureBlock, load_pictures_together
from .sections import anchor_for, name_sections
from .steps import StepsBlock
from .streams import TextStreamBlock
from .tables import ComparisonBlock
from .text import (
    CallToActionBlock,
    FactsBlock,
    FaqBlock,
    HeadingBlock,
    ParagraphBlock,
    QuoteBlock,
)

__all__ = [
    "CallToActionBlock",
    "ClosureBlock",
    "ComparisonBlock",
    "FactsBlock",
    "FaqBlock",
    "HeadingBlock",
    "HoursBlock",
    "IllustrationBlock",
    "OpeningHoursBlock",
    "PageCardsBlock",
    "ParagraphBlock",
    "PeopleBlock",
    "PhotoBlock",
    "PictureBlock",
    "QuoteBlock",
    "StepsBlock",
    "TextStreamBlock",
    "anchor_for",
    "load_pictures_together",
    "name_sections",
]
