"""Columns of the admin's lists that show a sign for yes or no."""

from wagtail.admin.ui.tables import BooleanColumn


class YesNoColumn(BooleanColumn):
    """Column with a sign, beside which phones, that show no head of the table, get the label."""

    cell_template_name = "clinic/yes_no_cell.html"
