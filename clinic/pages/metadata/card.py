"""The picture of each public page for those who share its address: what it says, and where it lives.

Its address holds a mark of its words, so that browsers may keep it forever and a changed title shows at once.
"""

import hashlib
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail.models import Page

from clinic.identity.details import ClinicSettings

from .canonical import absolute
from .card_drawing import DESIGN, HEIGHT, WIDTH, Words

__all__ = ["Card", "card_of", "mark_of", "page_name", "words_of"]


class Card(NamedTuple):
    """The card as a page's head names it."""

    url: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def page_name(page: Any) -> str:
    """What the page calls itself where readers see it: the headline of the home page, else the title."""
    return getattr(page, "headline", "") or page.title


def words_of(page: Page, details: ClinicSettings) -> Words:
    """What the page's card says."""
    place = ", ".join(filter(None, (details.locality, details.region)))
    return Words(page_name(page), details.clinic_name, place)


def mark_of(words: Words) -> str:
    """Changes whenever the card looks different."""
    return hashlib.sha256("\n".join((DESIGN, *words)).encode()).hexdigest()[:12]


def card_of(page: Page, details: ClinicSettings) -> Card:
    """Where the page's card lives, and what it shows for those who cannot see it."""
    words = words_of(page, details)
    alt = _("The words: %(words)s. Beside them, a needle in an arch.") % {
        "words": ", ".join(filter(None, words))
    }
    return Card(absolute(reverse("card", args=[page.pk, mark_of(words)])), alt)
