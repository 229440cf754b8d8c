"""Suppression of small numbers, which could name a patient if they were seen or worked out."""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True)
class Counted:
    """Name with its number. The same name may occur twice."""

    name: str
    number: int


@dataclass(frozen=True)
class Shown:
    """Cells that may be shown, largest first, and the sum of the others; None when it says too much."""

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
