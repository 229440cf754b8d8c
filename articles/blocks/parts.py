"""Parts of an article as readers meet them: blocks, and claims that stand together as one table."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple


class Part(NamedTuple):
    """One block, or a run of claims, or the notice in their place."""

    block: Any = None
    is_headed: bool = False
    claims: list[Any] | None = None
    is_withheld: bool = False


def parts_of(body: Iterable[Any], *, withheld: bool) -> list[Part]:
    """Return the parts of a body, each block with whether a heading stands right above it."""
    parts: list[Part] = []
    above = ""
    for are_claims, run in groupby(body, key=lambda block: block.block_type == "claim"):
        if are_claims:
            claims = [block.value for block in run]
            parts.append(Part(is_withheld=True) if withheld else Part(claims=claims))
            above = ""
            continue
        for block in run:
            parts.append(Part(block, is_headed=above == "heading"))
            above = block.block_type
    return parts
