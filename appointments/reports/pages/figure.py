"""Figure of the owner's report: a table, its chart, and the words for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from appointments.reports.charts.svg import Chart, bars
from appointments.reports.figures.period import Week
from clinic.spreadsheets.files import Cell, Sheet


@dataclass(frozen=True)
class Figure:
    """Figure; ``slug`` is its anchor on the page, ``note`` says how it was counted."""

    slug: str
    note: str
    sheet: Sheet
    chart: Chart | None = None
    empty: str = ""

    @property
    def rows_in_words(self) -> list[list[str]]:
        """Table as people read it."""
        return [[in_words(cell) for cell in row] for row in self.sheet.rows]


def in_words(cell: Cell) -> str:
    """Format a cell for people: "27 h 5 min" for a duration."""
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        if minutes < 60:
            return _("%(minutes)d min") % {"minutes": minutes}
        return _("%(hours)d h %(minutes)d min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return str(localize(cell))


def week_in_words(week: Week) -> str:
    """Format a week for a table: "Nov 16, 2026 to Nov 22, 2026"."""
    first, last = (date_format(day, "M j, Y") for day in (week.first, week.last))
    return first if week.first == week.last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def short_day(day: date) -> str:
    """Format a day for a chart: "Nov 16"."""
    return date_format(day, "M j")


def bar_chart(
    rows: Sequence[tuple[str, float]], summary: str, *, unit: str = "", largest: float = 0
) -> Chart | None:
    """Draw a bar for each row, which is its name and its length; None without rows."""
    if not rows:
        return None
    names, values = zip(*rows, strict=True)
    said = [f"{in_words(value)}{unit}" for value in values]
    longest = values.index(max(values))
    words = summary % {"name": names[longest], "number": said[longest]}
    return bars(names, values, said, summary=words, largest=largest)
