"""Files of tables, ours and those of Wagtail's lists; in a spreadsheet no typed text can become a formula."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | timedelta | datetime
CSV, XLSX, JSON = "csv", "xlsx", "json"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# No spreadsheet: for other programs.
_TYPE_OF_JSON = "application/json"
TRIGGERS = frozenset("=+-@−")
MARK = "'"
_QUOTES = frozenset("'\"`´‘’“”«»")
# Separators of CSV in any program: a cell may begin after each.
_SEPARATORS = re.compile(r"([,;|])")
_LINES = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# What a cell may hold besides text. Nothing in these can be read as a formula.
_NO_TEXT = (int, float, Decimal, date, time, timedelta, type(None))
LONGEST_TITLE, LONGEST_CELL = 31, 32_000
WIDEST_COLUMN = 60


@dataclass(frozen=True)
class Sheet:
    """Table of a file."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def safe_text(text: str) -> str:
    """Return ``text`` as one line that no spreadsheet reads as a formula, wherever it sees a cell begin.

    A part that would be a formula gets an apostrophe before it, also a phone number with its plus.
    """
    one_line = "".join(map(_writable, _LINES.sub(" ", text)))[:LONGEST_CELL]
    return "".join(MARK + part if _is_formula(part) else part for part in _SEPARATORS.split(one_line))


def _writable(character: str) -> str:
    """Drop characters that no XLSX file may hold: control characters, surrogates and noncharacters."""
    is_noncharacter = ord(character) & 0xFFFE == 0xFFFE
    return "" if unicodedata.category(character) in {"Cc", "Cs"} or is_noncharacter else character


def _is_formula(part: str) -> bool:
    for character in part:
        if character in _QUOTES or unicodedata.category(character)[0] in "ZC":
            continue
        # Full-width and small signs are read as the plain ones.
        first = unicodedata.normalize("NFKC", character)[:1]
        return first in TRIGGERS
    return False


def file_response(kind: str, name: str, sheets: Sequence[Sheet]) -> HttpResponse:
    """Return the file ``name`` as a download that no browser displays or caches."""
    content = {XLSX: xlsx_of, CSV: csv_of, JSON: json_of}[kind](sheets)
    response = HttpResponse(content, content_type=CONTENT_TYPES.get(kind, _TYPE_OF_JSON))
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def csv_of(sheets: Sequence[Sheet]) -> bytes:
    """Return the tables one below the other, with titles if there are several, after the BOM for Excel."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for sheet in sheets:
        if len(sheets) > 1:
            writer.writerow([safe_text(sheet.title)])
        writer.writerow([safe_text(header) for header in sheet.headers])
        writer.writerows([_csv_cell(cell) for cell in row] for row in sheet.rows)
        if len(sheets) > 1:
            writer.writerow([])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _csv_cell(cell: Cell) -> str | int | float:
    if isinstance(cell, str):
        return safe_text(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return cell


def json_of(sheets: Sequence[Sheet]) -> bytes:
    """Return the tables by their titles, each row with the headers as names; texts are as they were typed."""
    tables = {
        sheet.title: [dict(zip(sheet.headers, row, strict=True)) for row in sheet.rows] for sheet in sheets
    }
    return json.dumps(tables, ensure_ascii=False, indent=1, default=_json_cell).encode()


def _json_cell(cell: datetime | timedelta) -> str:
    return cell.isoformat() if isinstance(cell, datetime) else str(cell)


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with a page for each table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        title = safe_text(INVALID_TITLE_REGEX.sub(" ", sheet.title))[:LONGEST_TITLE]
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
        page.column_dimensions[get_column_letter(index)].width = min(longest + 2, WIDEST_COLUMN)


def _xlsx_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return safe_text(cell)
    if isinstance(cell, datetime):
        # In the clinic's local time, as a workbook has no time zones.
        return cell.replace(tzinfo=None)
    return cell


def guard_exports_of_wagtail() -> None:
    """Make every download of Wagtail's lists and reports write ``safe_text``, headings included.

    All of them inherit these two methods, and some twenty views of Wagtail's are made without us: the mixin
    itself is changed, so that none can be forgotten.
    """
    write_value, write_heading = (
        SpreadsheetExportMixin.preprocess_field_value,
        SpreadsheetExportMixin.get_heading,
    )

    def safe_value(view: Any, field: str, value: Any, export_format: str) -> Any:
        written = write_value(view, field, value, export_format)
        return written if isinstance(written, _NO_TEXT) else safe_text(str(written))

    def safe_heading(view: Any, queryset: Any, field: str) -> str:
        return safe_text(write_heading(view, queryset, field))

    SpreadsheetExportMixin.preprocess_field_value = safe_value
    SpreadsheetExportMixin.get_heading = safe_heading
