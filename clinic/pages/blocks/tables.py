"""Small table that sets things side by side, each row and column with a heading of its own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail.blocks import (
    BlockGroup,
    ListBlock,
    ListBlockValidationError,
    StructBlock,
    StructBlockValidationError,
)

from clinic.typed.blocks import PlainLinesBlock, PlainTextBlock


class RowBlock(StructBlock):
    """Row of the table: one thing that is compared, and its cells."""

    name = PlainTextBlock(label=_("Row"), help_text=_("What this row is about, such as: First visit."))
    cells = ListBlock(
        PlainTextBlock(label=_("Cell"), help_text=_("A few words or a number.")),
        label=_("Cells"),
        min_num=1,
        help_text=_("One for each column, in the columns' order."),
    )

    class Meta:
        icon = "table"
        label = _("Row")
        label_format = "{name}"
        description = _("One row of the table: its name and one cell for each column")
        preview_value = {"name": _("First visit"), "cells": [_("75 minutes")]}


class ComparisonBlock(StructBlock):
    """Table of two to nine things side by side."""

    caption = PlainTextBlock(
        label=_("Title of the table"),
        max_length=120,
        help_text=_("What is compared. It stands above the table and is read aloud first."),
    )
    first_column = PlainTextBlock(
        label=_("Heading of the first column"),
        max_length=40,
        help_text=_("What the rows are, such as: Visit."),
    )
    columns = ListBlock(
        PlainTextBlock(label=_("Column"), max_length=40, help_text=_("One or two words, such as: Time.")),
        label=_("Headings of the other columns"),
        min_num=1,
        max_num=4,
        help_text=_("At most four: more do not fit a phone."),
    )
    rows = ListBlock(
        RowBlock(),
        label=_("Rows"),
        min_num=1,
        help_text=_("Each row needs as many cells as there are other columns."),
    )
    note = PlainLinesBlock(
        label=_("Note"),
        required=False,
        help_text=_("Optional, in small letters below the table, such as an exception."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            self._refuse_uneven_rows(cleaned)
        return cleaned

    def _refuse_uneven_rows(self, value: Any) -> None:
        wanted = len(value["columns"])
        message = ngettext(
            "This row needs %(wanted)d cell, one for each column after the first.",
            "This row needs %(wanted)d cells, one for each column after the first.",
            wanted,
        ) % {"wanted": wanted}
        uneven = {
            place: ValidationError(message)
            for place, row in enumerate(value["rows"])
            if len(row["cells"]) != wanted
        }
        if uneven:
            raise StructBlockValidationError({"rows": ListBlockValidationError(block_errors=uneven)})

    class Meta:
        icon = "table"
        label = _("Comparison table")
        label_format = "{caption}"
        group = _("Text")
        template = "clinic/pages/blocks/comparison.html"
        form_layout = BlockGroup(children=["caption", "first_column", "columns", "rows"], settings=["note"])
        description = _("A small table with a heading for each row and column")
        preview_value = {
            "caption": _("Visits and what they take"),
            "first_column": _("Visit"),
            "columns": [_("Time"), _("What happens")],
            "rows": [
                {"name": _("First visit"), "cells": [_("75 minutes"), _("Talk, check and treatment")]},
                {"name": _("After that"), "cells": [_("50 minutes"), _("Short talk and treatment")]},
            ],
            "note": "",
        }
