"""Statements whose effect outlives their transaction: behind a pooler, the session is somebody else's."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from psycopg2.sql import Composable

KEPT = re.compile(
    r"""
    (?:^|;)\s*(?:
        SET\s+(?!LOCAL\b|CONSTRAINTS\b|TRANSACTION\b)(?:SESSION\s+)?[\w."{}]+\s*(?:=|TO\b|{|NONE|AUTHORIZATION)
        | SET\s+(?:SESSION\s+)?(?:ROLE|TIME\s+ZONE|SESSION)\b
        | RESET\s | LISTEN\s | PREPARE\s | DECLARE\s | DISCARD\s
        | CREATE\s+TEMP(?:ORARY)?\s(?!.*ON\s+COMMIT\s+DROP)
    )
    | \bpg_(?:try_)?advisory_(?:un)?lock(?:_shared|_all)?\s*\(
    | \bset_config\s*\([^()]*,\s*false\s*\)
    | \bWITH\s+HOLD\b
    """,
    re.VERBOSE | re.DOTALL,
)


@cache
def is_kept(text: str) -> bool:
    """Whether the session is left with something. Pages repeat the same few hundred statements."""
    return bool(KEPT.search(text))


def refuse_what_a_session_keeps(
    execute: Callable[..., Any], statement: Any, parameters: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Run the statement of a page, unless it would leave something in the session."""
    text = statement.as_string(context["cursor"].cursor) if isinstance(statement, Composable) else statement
    assert not is_kept(text), f"a pooler gives this to somebody else: {text}"
    return execute(statement, parameters, many, context)


def kept_in(path: Path) -> Iterator[str]:
    """The strings of a module that are such statements."""
    for node in ast.walk(ast.parse(path.read_text())):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and KEPT.search(node.value):
            yield node.value
