"""Ailments that the clinic sees people with, and has written no article about."""

from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Concat, Greatest
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel

from clinic.gate import validate_ready
from clinic.identity.demonstration import DemonstrationMark

# Least trigram similarity of what somebody types to one of the names: spelling mistakes, and no more.
LEAST_CLOSENESS = 0.5
MOST_FOUND = 3


class AilmentQuerySet(models.QuerySet["Ailment"]):
    """Queries for ailments."""

    def named_like(self, typed: str) -> "AilmentQuerySet":
        """Return the few ailments of that name, in any language and nearly so spelled, the closest first.

        For the search: who looks for a headache finds the clinic's sentence on it where no page has it.
        """
        names = Concat(F("name"), Value(", "), F("other_names"), output_field=models.TextField())
        closeness = Greatest(
            TrigramWordSimilarity(typed, names),
            Func(F("name"), Value(typed), function="WORD_SIMILARITY"),
            output_field=models.FloatField(),
        )
        found = self.annotate(closeness=closeness).filter(closeness__gte=LEAST_CLOSENESS)
        return found.order_by("-closeness", "sort_order", "name")[:MOST_FOUND]


class Ailment(DemonstrationMark):
    """Thing that people come with and no article is about: its names, and one honest sentence."""

    name = models.CharField(
        _("name"), max_length=80, help_text=_("As patients say it, such as: Headache or migraine.")
    )
    other_names = models.CharField(
        _("other names"),
        max_length=250,
        blank=True,
        help_text=_(
            "Other words that people search for, in any language, separated by commas, such as: head pain, "
            "dolor de cabeza. The search finds them."
        ),
    )
    sentence = models.TextField(
        _("what we say about it"),
        max_length=300,
        help_text=_(
            "One honest sentence or two: that you see people with it, and when to see a doctor first. "
            "Promise nothing: a statement about what acupuncture does needs an article with its sources."
        ),
    )
    sort_order = models.PositiveSmallIntegerField(
        _("place in the list"), default=0, help_text=_("What has a smaller number comes first.")
    )

    objects = AilmentQuerySet.as_manager()
    panels = [
        FieldPanel("name"),
        FieldPanel("other_names"),
        FieldPanel("sentence"),
        FieldPanel("sort_order"),
        FieldPanel("is_demonstration"),
    ]

    class Meta:
        verbose_name = _("what we treat")
        verbose_name_plural = _("what we treat")
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        validate_ready(self)

    @property
    def shown_names(self) -> Any:
        """Other names as a list."""
        return [name.strip() for name in self.other_names.split(",") if name.strip()]
