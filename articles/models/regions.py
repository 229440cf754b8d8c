"""Parts of the body: choose an article's drawing, and order the list of conditions."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import EmptyPage, Paginator
from django.core.paginator import Page as PageOfList
from django.db import models
from django.db.models import Case, Count, F, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.utils.translation import gettext_lazy as _


class Region(models.TextChoices):
    """Part of the body that the article's drawing shows."""

    BACK_LEG = "back_leg", _("Back and leg")
    HAND = "hand", _("Hand")
    FACE = "face", _("Face")
    HEAD_NECK = "head_neck", _("Head and neck")
    SHOULDER = "shoulder", _("Shoulder")
    LOWER_BACK = "lower_back", _("Lower back")
    PELVIS = "pelvis", _("Pelvis")
    KNEE = "knee", _("Knee")
    FEET = "feet", _("Feet")
    NERVES = "nerves", _("Nerves, whole body")
    NEEDLES = "needles", _("Needles")


class BodyPart(NamedTuple):
    """Part of the body with articles about it: all, or the first ones of ``number``."""

    key: str
    label: Any
    conditions: list[Any]
    number: int


# From top to toe. The drawing of needles belongs to articles about the whole of acupuncture.
PARTS = {
    "face": (_("Face, head and neck"), {Region.FACE, Region.HEAD_NECK}),
    "shoulder": (_("Shoulder"), {Region.SHOULDER}),
    "hand": (_("Hand"), {Region.HAND}),
    "back": (_("Back and leg"), {Region.BACK_LEG, Region.LOWER_BACK}),
    "pelvis": (_("Pelvis"), {Region.PELVIS}),
    "knee": (_("Knee"), {Region.KNEE}),
    "feet": (_("Feet"), {Region.FEET}),
    "body": (_("Whole body"), {Region.NERVES, Region.NEEDLES}),
}


# Articles of a part that the list of conditions shows of each, and those on a page of the list of one part.
MOST_OF_EACH, MOST_ON_A_PAGE = 4, 24


def by_body_part(conditions: QuerySet[Any]) -> list[BodyPart]:
    """Return the first articles about each part of the body, in one query; parts without any are left out."""
    first = list(
        conditions.annotate(part=_part())
        .annotate(
            place=Window(RowNumber(), partition_by=F("part"), order_by="path"),
            number=Window(Count("*"), partition_by=F("part")),
        )
        .filter(place__lte=MOST_OF_EACH)
        .order_by("path")
    )
    found = {key: [condition for condition in first if condition.part == key] for key in PARTS}
    return [BodyPart(key, PARTS[key][0], own, own[0].number) for key, own in found.items() if own]


def with_all_regions(conditions: QuerySet[Any]) -> QuerySet[Any]:
    """Return the conditions, each with the regions that any of them is about as ``all_regions``."""
    return conditions.annotate(all_regions=ArraySubquery(conditions.order_by().values("region").distinct()))


def parts_of(regions: Iterable[str]) -> list[BodyPart]:
    """Return the parts of the body that these regions belong to, without articles."""
    found = set(regions)
    return [BodyPart(key, label, [], 0) for key, (label, of_part) in PARTS.items() if of_part & found]


def of_body_part(conditions: QuerySet[Any], key: str, number: int) -> tuple[BodyPart, PageOfList]:
    """Return a part of the body with one page of its articles; raise Http404 beyond the last."""
    label, regions = PARTS[key]
    pages = Paginator(conditions.filter(region__in=regions), MOST_ON_A_PAGE)
    try:
        page = pages.page(number)
    except EmptyPage:
        raise Http404 from None
    return BodyPart(key, label, list(page), pages.count), page


def _part() -> Case:
    return Case(*(When(region__in=regions, then=Value(key)) for key, (_label, regions) in PARTS.items()))
