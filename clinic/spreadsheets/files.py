"""Files of our tables, as downloads; in a spreadsheet no typed text can become a formula."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.utils.module_loading import import_string

from .safe_text import safe_text

Cell = str | int | float | timedelta | datetime
CSV, XLSX, JSON = "csv", "xlsx", "json"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# No spreadsheet: for other programs.
_TYPE_OF_JSON = "application/json"
# What writes each. Loaded with the first file of its kind: what writes workbooks takes five megabytes.
_WRITERS = {
    CSV: "clinic.spreadsheets.files.csv_of",
    XLSX: "clinic.spreadsheets.workbooks.xlsx_of",
    JSON: "clinic.spreadsheets.files.json_of",
}


@dataclass(frozen=True)
class Sheet:
    """Table of a file."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def file_response(kind: str, name: str, sheets: Sequence[Sheet]) -> HttpResponse:
    """Return the file ``name`` as a download that no browser displays or caches."""
    content = import_string(_WRITERS[kind])(sheets)
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
