"""Hooks of the rules and of their changes, by the name under which Wagtail calls each."""

from collections.abc import Callable
from typing import Any

from .views import rule_changes_menu_item, rule_urls
from .viewsets import log_taken_back, refuse_to_delete_words

RULES: dict[str, Callable[..., Any]] = {
    "before_delete_snippet": refuse_to_delete_words,
    "after_delete_snippet": log_taken_back,
    "register_reports_menu_item": rule_changes_menu_item,
    "register_admin_urls": rule_urls,
}
