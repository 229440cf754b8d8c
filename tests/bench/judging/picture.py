"""The picture of a run: each limit as a bar, in the reader's light or dark theme, without a script."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

WIDTH, LEFT, ROW, TOP = 980, 430, 26, 46
# Where the line of the limit stands, and how many times as far a bar may go.
AT_LIMIT, FARTHEST = 200, 2.0
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1c2b2a; }
.title { font-weight: 600; font-size: 15px; }
.figure { font-size: 12px; }
.back { fill: #fff; } .holds { fill: #2f7d6b; } .fails { fill: #b3452c; } .unjudged { fill: #8a8f94; }
.limit { stroke: #1c2b2a; stroke-width: 1.5; stroke-dasharray: 3 3; }
@media (prefers-color-scheme: dark) {
text { fill: #e6ecea; } .back { fill: #14201f; } .limit { stroke: #e6ecea; }
.holds { fill: #5bb39d; } .fails { fill: #e07a5f; } .unjudged { fill: #7c8287; }
}
"""


def picture(limits: Sequence[Mapping[str, Any]], title: str, *, judged: bool) -> str:
    """SVG with a bar for each limit that was measured: as long as the figure is beside its limit."""
    measured = [one for one in limits if one["value"] is not None]
    height = TOP + ROW * len(measured) + 12
    bars = "".join(_bar(one, TOP + ROW * place, judged) for place, one in enumerate(measured))
    line = LEFT + AT_LIMIT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{escape(title)}</title><style>{STYLE}</style>"
        f'<rect class="back" width="{WIDTH}" height="{height}"/>'
        f'<text class="title" x="12" y="22">{escape(title)}</text>'
        f'<text class="figure" x="{line}" y="38" text-anchor="middle">limit</text>{bars}'
        f'<path class="limit" d="M{line} {TOP - 4}V{height - 8}"/></svg>\n'
    )


def _share_of_limit(one: Mapping[str, Any]) -> float:
    """How far a figure is: at its limit 1, and beyond it more, of a least value too."""
    if not one["limit"].startswith(">"):
        return one["value"] / one["bound"]
    return one["bound"] / one["value"] if one["value"] else FARTHEST


def _bar(one: Mapping[str, Any], top: int, judged: bool) -> str:
    long = max(min(_share_of_limit(one), FARTHEST) * AT_LIMIT, 1)
    kind = ("holds" if one["holds"] else "fails") if judged else "unjudged"
    value = f"{one['value']:.2f}" if one["value"] < 100 else f"{one['value']:.0f}"
    said, after = escape(f"{value} ({one['limit']})"), LEFT + max(long, AT_LIMIT) + 8
    return (
        f'<text x="{LEFT - 8}" y="{top + 14}" text-anchor="end">{escape(one["what"])}</text>'
        f'<rect class="{kind}" x="{LEFT}" y="{top + 2}" width="{long:.0f}" height="16" rx="2"/>'
        f'<text class="figure" x="{after:.0f}" y="{top + 14}">{said}</text>'
    )
