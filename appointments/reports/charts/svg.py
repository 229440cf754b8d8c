"""SVG charts: shapes for a template, as wide as their place, with text that keeps its size.

Across, everything is measured in percent; downwards in pixels. Colors come from classes and patterns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from django.utils.text import Truncator

TOP, PLOT = 20, 180
LEFT = 10.0
ROW, BAR = 48, 16
WIDEST_BAR = 84.0
# Fits above a bar on a phone; the table has the label in full.
LONGEST_LABEL = 44
MOST_LABELS = 5
# Looks: one color, two patterns, and the color of text.
PLAIN, STRIPED, DOTTED, DARK = 1, 2, 3, 4
PATTERNS = (STRIPED, DOTTED)


@dataclass(frozen=True)
class Series:
    """Series of a chart: its name, its values in order, and its look."""

    name: str
    values: Sequence[float]
    look: int = PLAIN

    @property
    def has_pattern(self) -> bool:
        """True when the look is a pattern that the page defines."""
        return self.look in PATTERNS


@dataclass(frozen=True)
class Box:
    """Rectangle with the look of its series."""

    x: str
    y: str
    width: str
    height: str
    look: int

    @property
    def has_pattern(self) -> bool:
        """True when the look is a pattern that the page defines."""
        return self.look in PATTERNS


@dataclass(frozen=True)
class Line:
    """Line from one point to another."""

    x1: str
    y1: str
    x2: str
    y2: str
    kind: str


@dataclass(frozen=True)
class Words:
    """Text of a chart; ``anchor`` is the part of it at the point."""

    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass
class Chart:
    """Chart: its shapes, and a summary in words for people who do not see it."""

    height: int
    summary: str
    legend: Sequence[Series] = ()
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


def columns(labels: Sequence[str], series: Sequence[Series], *, summary: str) -> Chart:
    """Draw a column for each label, with the values of the series stacked."""
    tallest = max(sum(parts) for parts in zip(*(one.values for one in series), strict=True))
    chart, top = _with_grid(labels, summary, series, tallest, "")
    width = (100 - LEFT) / len(labels)
    for index in range(len(labels)):
        standing = 0.0
        for one in series:
            if value := one.values[index]:
                height = PLOT * value / top
                standing += height
                x, y = LEFT + width * (index + 0.1), TOP + PLOT - standing
                chart.boxes.append(
                    Box(_percent(x), _pixels(y), _percent(width * 0.8), _pixels(height), one.look)
                )
    return chart


def spans(labels: Sequence[str], lower: Series, upper: Series, *, unit: str, summary: str) -> Chart:
    """Draw each label's lower value as a square and the upper as a bar, joined; a gap for values below 0."""
    chart, top = _with_grid(labels, summary, [lower, upper], max(upper.values), unit)
    width = (100 - LEFT) / len(labels)
    for index, (low, high) in enumerate(zip(lower.values, upper.values, strict=True)):
        if low < 0:
            continue
        middle = LEFT + width * (index + 0.5)
        at, below, above = _percent(middle), TOP + PLOT * (1 - low / top), TOP + PLOT * (1 - high / top)
        chart.lines.append(Line(at, _pixels(below), at, _pixels(above), "span"))
        mark = min(width * 0.6, 2.4)
        for y, height, one in ((above, 4, upper), (below, 9, lower)):
            x = _percent(middle - mark / 2)
            chart.boxes.append(Box(x, _pixels(y - height / 2), _percent(mark), _pixels(height), one.look))
    return chart


def bars(
    labels: Sequence[str], values: Sequence[float], said: Sequence[str], *, summary: str, largest: float = 0
) -> Chart:
    """Draw a bar below each label, its value in words beside it; full width is at least ``largest``."""
    chart = Chart(height=ROW * len(labels), summary=summary)
    longest = max(*values, largest, 0) or 1
    for index, (label, value, words) in enumerate(zip(labels, values, said, strict=True)):
        y, length = ROW * index, WIDEST_BAR * value / longest
        chart.words.append(Words("0%", _pixels(y + 15), Truncator(label).chars(LONGEST_LABEL)))
        chart.boxes.append(Box("0%", _pixels(y + 22), _percent(length), _pixels(BAR), PLAIN))
        chart.words.append(Words(_percent(length + 1.5), _pixels(y + 35), words))
    return chart


def round_steps(largest: float) -> list[float]:
    """Return round numbers from 0 to at least ``largest``, in at most four steps."""
    step = 1.0
    while step * 4 < largest:
        # 1, 2, 5, 10, 20, 50, ...
        step = step * 2.5 if str(step)[0] == "2" else step * 2
    return [step * index for index in range(max(1, ceil(largest / step)) + 1)]


def _with_grid(
    labels: Sequence[str], summary: str, series: Sequence[Series], largest: float, unit: str
) -> tuple[Chart, float]:
    chart = Chart(height=TOP + PLOT + 28, summary=summary, legend=series)
    steps = round_steps(largest)
    for value in steps:
        y = TOP + PLOT * (1 - value / steps[-1])
        chart.lines.append(Line(_percent(LEFT), _pixels(y), "100%", _pixels(y), "grid"))
        chart.words.append(Words(_percent(LEFT - 1.5), _pixels(y + 4), f"{value:.0f}{unit}", "end"))
    every = ceil(len(labels) / MOST_LABELS)
    width = (100 - LEFT) / len(labels)
    for index in range(0, len(labels), every):
        x = _percent(LEFT + width * (index + 0.5))
        chart.words.append(Words(x, _pixels(TOP + PLOT + 20), labels[index], "middle"))
    return chart, steps[-1]


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def _pixels(value: float) -> str:
    return f"{value:.1f}"
