"""Value of a claim, with what its card and its row in the table of evidence show."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext_lazy as _

from wagtail.blocks import StructValue

from .certainty import ADVICE, ADVICE_PHRASE, ONCE_NO_DIFFERENCE, Found, Level, level_of
from .comparisons import comparators_in

WORDS_IN_BRIEF = 12
# Below this a finding says how few people it rests on.
FEW_PEOPLE = 100


class ClaimValue(StructValue):
    """Value of a claim, with the properties that templates read."""

    # Set by the article's evidence; in a block preview a claim numbers its own sources.
    number: int = 1
    source_numbers: dict[int, int] | None = None

    @cached_property
    def _level(self) -> Level:
        return level_of(self["certainty"])

    @property
    def certainty_label(self) -> Any:
        """Label of the certainty, such as "Low certainty"."""
        return self._level.label

    @property
    def certainty_phrase(self) -> Any:
        """Fixed words that the claim opens with: those of its certainty, or that it is advice."""
        return ADVICE_PHRASE if self.is_advice else self._level.phrase

    @property
    def certainty_dots(self) -> int:
        """Number of the four dots that are filled."""
        return self._level.dots

    @property
    def found(self) -> str:
        """Result of the study; empty where an editor has not said it yet."""
        is_older = not self.get("found") and self["certainty"] == ONCE_NO_DIFFERENCE
        return Found.LITTLE if is_older else self.get("found") or ""

    @property
    def found_label(self) -> Any:
        """Result in words, such as "Little or no difference"."""
        return Found(self.found).label if self.found in Found else ""

    @property
    def is_advice(self) -> bool:
        """True for what a guideline advises: it weighed research, and found nothing itself."""
        return self.found in ADVICE

    @property
    def is_first(self) -> bool:
        """True for the first claim of the article: its table bears the title."""
        return self.number == 1

    @property
    def people_behind(self) -> int | None:
        """People whom the finding rests on, where one number says it."""
        sources = self.known_sources
        return self.get("people") or (sources[0].participants if len(sources) == 1 else None)

    @property
    def rests_on_few(self) -> bool:
        """True for fewer people than a reader would think of."""
        return (self.people_behind or FEW_PEOPLE) < FEW_PEOPLE

    @property
    def brief(self) -> str:
        """Name of the claim in the evidence table: the editor's few words, else the claim's first words."""
        return self.get("in_brief") or Truncator(self["text"]).words(WORDS_IN_BRIEF)

    @property
    def known_sources(self) -> list[Any]:
        """Sources of the claim that still exist; deleted ones are left out."""
        return [source for source in self["sources"] if source is not None]

    @property
    def sources_differ(self) -> bool:
        """True if its sources compared acupuncture with different things."""
        return len({frozenset(source.comparators) for source in self.known_sources}) > 1

    @cached_property
    def comparators(self) -> dict[str, str]:
        """Things that it names as compared with, by the form in which they are compared."""
        return comparators_in(self.get("comparator") or "")

    @property
    def compared_with(self) -> str:
        """Comparators of the claim as a reader reads them."""
        return get_text_list(list(self.comparators.values()), str(_("and")))

    @property
    def numbered_sources(self) -> list[tuple[int, Any]]:
        """Pairs of a source and its number in the page's list of references."""
        numbers = self.source_numbers or {}
        return [
            (numbers.get(source.pk, place), source)
            for place, source in enumerate(self.known_sources, start=1)
        ]
