"""Social card of each public page: its address and its words.

The address holds a fingerprint of the words, so that browsers may keep it forever and a changed title shows
at once.
"""

import hashlib
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail.models import Page

from clinic.identity.details import ClinicSettings

from .canonical import absolute
from .card_drawing import DESIGN, HEIGHT, WIDTH, CardText

__all__ = ["Card", "card_of", "fingerprint_of", "page_name", "card_text_of"]


class Card(NamedTuple):
    """Address, alternative text and size of a card, for a page's head."""

    url: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def page_name(page: Any) -> str:
    """Return the page's name as readers see it: the headline of the home page, else the title."""
    return getattr(page, "headline", "") or page.title


def card_text_of(page: Page, details: ClinicSettings) -> CardText:
    """Return the words on the page's card."""
    # The state is filled in before anybody has said where the clinic is.
    place = f"{details.locality}, {details.region}" if details.locality else ""
    return CardText(page_name(page), details.clinic_name, place)


def fingerprint_of(words: CardText) -> str:
    """Return a digest that changes whenever the card looks different."""
    return hashlib.sha256("\n".join((DESIGN, *words)).encode()).hexdigest()[:12]


def card_of(page: Page, details: ClinicSettings) -> Card:
    """Return the page's card with its address and its alternative text."""
    words = card_text_of(page, details)
    alt = _("The words: %(words)s. Beside them, a needle in an arch.") % {
        "words": ", ".join(filter(None, words))
    }
    return Card(absolute(reverse("card", args=[page.pk, fingerprint_of(words)])), alt)
