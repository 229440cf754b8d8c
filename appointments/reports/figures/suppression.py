"""Keeps small numbers from being seen or worked out: what few patients asked about could name one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True)
class Counted:
    """A name with its number. Names that are alike need not be the same thing."""

    name: str
    number: int


@dataclass(frozen=True)
class Shown:
    """The cells that may be shown, largest first, and the sum of all others; None when that says too much."""

    cells: list[Counted]
    others: int | None


def suppress(cells: Sequence[Counted]) -> Shown:
    """Put cells under five together as "others", which are neither named nor counted.

    The sum of everything is known, so "others" is what can be worked out: at least two cells are in it,
    and five requests, if need be by taking in the smallest of those that could have been shown.
    """
    ordered = sorted(cells, key=lambda cell: cell.number)
    hidden = [cell for cell in ordered if cell.number < FEWEST]
    shown = ordered[len(hidden) :]
    while hidden and shown and (len(hidden) < 2 or _sum(hidden) < FEWEST):
        hidden.append(shown.pop(0))
    shown.sort(key=lambda cell: (-cell.number, cell.name))
    says_nothing = len(hidden) > 1 and _sum(hidden) >= FEWEST
    if not hidden:
        return Shown(shown, 0)
    return Shown(shown, _sum(hidden) if says_nothing else None)


def _sum(cells: Sequence[Counted]) -> int:
    return sum(cell.number for cell in cells)
