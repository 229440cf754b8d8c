"""Statements of a draft that want a source: those that nothing answers for yet."""

from typing import Any

from articles.gate.statements import PageStatement, statements_of


def open_statements(page: Any) -> list[PageStatement]:
    """Return the open statements of a page as it is now, from top to bottom."""
    return [statement for statement in statements_of(page) if statement.is_open]
