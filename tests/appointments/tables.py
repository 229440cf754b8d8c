"""Looks into every table of the database."""

from django.db import connection

from psycopg2 import sql

_HOLDS = sql.SQL(
    "SELECT {} WHERE EXISTS (SELECT 1 FROM {} AS one, unnest(%(words)s) AS word"
    " WHERE strpos(one::text, word) > 0)"
)


def tables_with(*words: str) -> set[str]:
    """The tables of which a row holds one of the words, in whatever column."""
    with connection.cursor() as cursor:
        held = (
            _HOLDS.format(sql.Literal(name), sql.Identifier(name))
            for name in connection.introspection.table_names(cursor)
        )
        cursor.execute(sql.SQL(" UNION ALL ").join(held), {"words": list(words)})
        return {name for (name,) in cursor.fetchall()}
