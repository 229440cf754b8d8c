"""The tables that a run ends with: limits, and every lane beneath."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

HEAD_OF_LANES = (
    "lane",
    "CPU ms",
    "least",
    "most",
    "Postgres",
    "p50 ms",
    "p95 ms",
    "a second",
    "SQL",
    "asked",
)
HOLDS = {True: "holds", False: "DOES NOT HOLD", None: "not measured"}


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines with the cells below each other: words to the left, figures to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def limits_table(
    limits: Sequence[Mapping[str, Any]], last: Mapping[str, float], *, judged: bool
) -> list[str]:
    """One line for each limit: what it says, today's figure with its spread, and the last committed one."""
    rows = [("what", "limit", "today", "least", "most", "last", "")]
    for one in limits:
        value = one["value"]
        measured = [_figure(one[key]) for key in ("value", "low", "high")] if value is not None else ["-"] * 3
        before = _figure(last[one["what"]]) if one["what"] in last else "-"
        verdict = HOLDS[one["holds"] if value is not None else None]
        if value is not None and not judged:
            verdict = "not judged"
        what = f"{one['what']} ({one['remark']})" if one["remark"] else one["what"]
        rows.append((what, one["limit"], *measured, before, verdict))
    return list(columns(rows))


def lanes_table(lanes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """One line for each lane: milliseconds of a request, and how often it was asked for."""
    rows: list[Sequence[str]] = [HEAD_OF_LANES]
    for name, one in lanes.items():
        times = [f"{one[key]:.2f}" for key in ("cpu", "low", "high", "postgres", "p50", "p95")]
        queries = "" if one["queries"] is None else str(one["queries"])
        rows.append((name, *times, f"{one['rate']:.0f}", queries, str(one["asked"])))
    return list(columns(rows))


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"
