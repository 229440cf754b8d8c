"""Prices as a page about fees states them in its tables, for pages that name them too."""

import re
from typing import Any, NamedTuple

_AMOUNT = re.compile(r"[$€£]\s?\d[\d,.]*\d|\d[\d,.]*\s?[€£]|[$€£]\s?\d")


class Price(NamedTuple):
    """Price as it is written, and what it is for."""

    name: str
    amount: str


def prices_in(body: Any) -> list[Price]:
    """Return the first amount of each row of the page's first table that has any."""
    for block in body:
        if block.block_type == "comparison" and (prices := _prices_of(block.value["rows"])):
            return prices
    return []


def _prices_of(rows: Any) -> list[Price]:
    found = [(row["name"], _AMOUNT.search(" ".join(map(str, row["cells"])))) for row in rows]
    return [Price(name, amount[0]) for name, amount in found if amount]
