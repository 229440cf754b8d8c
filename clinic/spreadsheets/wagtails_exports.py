"""Downloads of Wagtail's own lists and reports, which write safe text as ours do."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .safe_text import safe_text

# What a cell may hold besides text. Nothing in these can be read as a formula.
_NO_TEXT = (int, float, Decimal, date, time, timedelta, type(None))


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
