"""Workbooks: the one module that loads openpyxl."""

import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.worksheet import Worksheet

from .files import Cell, Sheet
from .safe_text import safe_text

_LONGEST_TITLE = 31
_WIDEST_COLUMN = 60


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with a page for each table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        title = safe_text(INVALID_TITLE_REGEX.sub(" ", sheet.title))[:_LONGEST_TITLE]
        _fill(book.create_sheet(title), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    page.append([safe_text(header) for header in sheet.headers])
    for row in sheet.rows:
        page.append([_xlsx_cell(cell) for cell in row])
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    for index, column in enumerate(zip(sheet.headers, *sheet.rows, strict=True), start=1):
        longest = max(len(str(cell)) for cell in column)
        page.column_dimensions[get_column_letter(index)].width = min(longest + 2, _WIDEST_COLUMN)


def _xlsx_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return safe_text(cell)
    if isinstance(cell, datetime):
        # In the clinic's local time, as a workbook has no time zones.
        return cell.replace(tzinfo=None)
    return cell
