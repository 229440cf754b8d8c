"""Parts of the body: choose an article's drawing, and order the list of conditions."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.TextChoices):
    """Part of the body that the article's drawing shows."""

    BACK_LEG = "back_leg", _("Back and leg")
    HAND = "hand", _("Hand")
    FACE = "face", _("Face")
    FEET = "feet", _("Feet")
    NERVES = "nerves", _("Nerves, whole body")
    NEEDLES = "needles", _("Needles")


class BodyPart(NamedTuple):
    """Part of the body with the articles about it."""

    key: str
    label: Any
    conditions: list[Any]


# From top to toe. The drawing of needles belongs to articles about the whole of acupuncture.
PARTS = {
    "face": (_("Face"), {Region.FACE}),
    "hand": (_("Hand"), {Region.HAND}),
    "back": (_("Back and leg"), {Region.BACK_LEG}),
    "feet": (_("Feet"), {Region.FEET}),
    "body": (_("Whole body"), {Region.NERVES, Region.NEEDLES}),
}


def by_body_part(conditions: Iterable[Any]) -> list[BodyPart]:
    """Return the articles grouped by part of the body; parts without articles are left out."""
    conditions = list(conditions)
    parts = [
        BodyPart(key, label, [condition for condition in conditions if condition.region in regions])
        for key, (label, regions) in PARTS.items()
    ]
    return [part for part in parts if part.conditions]
