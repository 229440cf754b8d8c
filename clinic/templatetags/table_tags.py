"""Template filter for tables that become lists where the screen is narrow."""

from collections.abc import Iterable
from itertools import zip_longest

from django import template

register = template.Library()


@register.filter
def labelled(cells: Iterable[str], columns: Iterable[str]) -> list[tuple[str, str]]:
    """Return each cell of a row with the name of its column."""
    return [(cell, column or "") for cell, column in zip_longest(cells, columns) if cell is not None]
