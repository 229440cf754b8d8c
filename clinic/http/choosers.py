"""Choosers of Wagtail's own forms, started by data in the page: an inline script would violate our CSP."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def start_choosers_without_inline_scripts() -> None:
    """Replace the inline script that Wagtail writes behind each chooser by data for ``starters.js``."""
    BaseChooser.render = _render


def _render(
    chooser: BaseChooser, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    chosen, field_id = _chosen(chooser, value), (attrs or {})["id"]
    start = chooser.js_constructor, [field_id, chooser.get_js_init_options(field_id, name, chosen)]
    if isinstance(chooser, AdminTaskChooser):
        # The only one that a function starts.
        start = "createTaskChooser", [field_id]
    return format_html(
        "{}"
        '<span hidden data-controller="clinic-starter" data-clinic-starter-kind-value="{}"'
        ' data-clinic-starter-arguments-value="{}"></span>',
        chooser.render_html(name, chosen, attrs),
        start[0],
        json.dumps(start[1]),
    )


def _chosen(chooser: BaseChooser, value: Any) -> dict[str, Any] | None:
    """Return what ``value`` chooses, or nothing where it can be no key: the form says that it is wrong."""
    try:
        return chooser.get_value_data(value)
    except (ValueError, ValidationError):
        return None
