"""Parts of one statement: rows that are looked for together, and others only where there are none.

Postgres is asked once. Django would put the same conditions together three times for it.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

# Stands for what somebody typed in a part that is asked again and again.
TYPED = "\ue000 what somebody typed \ue000"
_NOTHING = "SELECT NULL::jsonb WHERE false"
# Postgres puts the last ones together only where it needs them.
_STATEMENT = """
SELECT to_jsonb(ARRAY[to_jsonb(first), to_jsonb(second), CASE
    WHEN cardinality(first) = 0 AND cardinality(second) = 0 THEN to_jsonb(ARRAY({otherwise}))
    ELSE '[]'::jsonb
END])
FROM (SELECT ARRAY({first}) AS first, ARRAY({second}) AS second OFFSET 0) AS found
"""

type Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """SQL of rows that are JSON, with its values."""

    sql: str
    values: tuple[Any, ...] = ()

    def asked_for(self, typed: str) -> "Part":
        """Return the part with what was typed in the place of ``TYPED``."""
        return Part(self.sql, tuple(typed if value == TYPED else value for value in self.values))


def part_of(rows: QuerySet[Any, Any]) -> Part:
    """Return a query of one column of JSON as a part."""
    try:
        return Part(*rows.query.sql_with_params())
    except EmptyResultSet:
        return Part(_NOTHING)


def rows_of_both(first: Part, second: Part, *, otherwise: Part) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the rows of both parts, and those of ``otherwise`` if neither has any."""
    statement = _STATEMENT.format(first=first.sql, second=second.sql, otherwise=otherwise.sql)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*otherwise.values, *first.values, *second.values])
        [(found,)] = cursor.fetchall()
    return tuple(json.loads(found))
