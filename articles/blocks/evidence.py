"""Evidence of one article: its claims and sources with their numbers, and which claim cites which source."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.functional import cached_property

if TYPE_CHECKING:
    from .claims import ClaimValue


class Reference(NamedTuple):
    """Entry of the list of sources, with the claims that cite it."""

    number: int
    source: Any
    claims: list["ClaimValue"]


class Evidence:
    """Claims of an article, numbered in their order, so that claims and sources can link to each other."""

    def __init__(self, body: Iterable[Any]) -> None:
        self.claims: list[ClaimValue] = [part.value for part in body if part.block_type == "claim"]
        for number, claim in enumerate(self.claims, start=1):
            claim.number = number
            claim.source_numbers = self.source_numbers

    @cached_property
    def references(self) -> list[tuple[int, Any]]:
        """Sources of all claims, each once, numbered in the order in which readers meet them."""
        sources = {source.pk: source for claim in self.claims for source in claim.known_sources}
        return list(enumerate(sources.values(), start=1))

    @cached_property
    def source_numbers(self) -> dict[int, int]:
        """Number of each source in the list of references, by the source's primary key."""
        return {source.pk: number for number, source in self.references}

    @property
    def cited(self) -> list[Reference]:
        """Sources in the order of their numbers, each with the claims that link back to the text."""
        citing: dict[int, list[ClaimValue]] = {}
        for claim in self.claims:
            for source in claim.known_sources:
                citing.setdefault(source.pk, []).append(claim)
        return [Reference(number, source, citing[source.pk]) for number, source in self.references]
