"""Tables in HTML: rows of plain cells. A table that only lays out a page is read for what stands in it."""

import re
from typing import Any

from articles.importing.document import plain

from .inline import InlineReader

LONGEST_CELL, MOST_SPANNED = 300, 20


class TableReader:
    """Reader of tables that notes what cells lose."""

    def __init__(self, inline: InlineReader) -> None:
        self.inline = inline
        self.notes = inline.notes

    def is_layout(self, table: Any) -> bool:
        """Return whether the table holds parts of a page instead of facts."""
        cells = table.css("td, th")
        if len(cells) <= 1 or table.css_first("table table, h1, h2, h3, h4, blockquote, ul, ol, figure"):
            return True
        rows = table.css("tr")
        widest = max((len(row.css("td, th")) for row in rows), default=0)
        return widest < 2 or any(len(cell.text(strip=True)) > LONGEST_CELL for cell in cells)

    def rows(self, table: Any) -> tuple[list[list[str]], str]:
        """Return the rows and the caption."""
        caption = table.css_first("caption")
        title = plain(self.inline.within(caption)) if caption is not None else ""
        rows = [self._row(row) for row in table.css("tr")]
        return [row for row in rows if any(row)], title

    def _row(self, row: Any) -> list[str]:
        cells: list[str] = []
        for cell in row.css("td, th"):
            markup = self.inline.within(cell)
            if re.search(r"<[aib]\b", markup):
                self.notes.add("cell_format")
            cells.append(plain(markup.replace("<br/>", " ")))
            width, height = (_span(cell, name) for name in ("colspan", "rowspan"))
            if width > 1 or height > 1:
                self.notes.add("merged_cell")
            cells.extend([""] * (width - 1))
        return cells


def _span(cell: Any, name: str) -> int:
    value = cell.attributes.get(name) or ""
    return min(int(value), MOST_SPANNED) if re.fullmatch(r"\d{1,4}", value) and int(value) else 1
