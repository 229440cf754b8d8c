"""Puts the database back after a transactional test, as the migrations left it; triggers refuse it to others.

Django would truncate every table, which writes new files for each and all of its indexes, and write what the
migrations wrote row by row. Few tables have rows.
"""

import io
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from psycopg2 import sql


def let_tests_put_tables_back() -> None:
    """Keep what the tables hold now, which is put back whenever Django would empty them."""
    kept = all_rows()

    def put_back(operations: BaseDatabaseOperations, _statements: list[str]) -> None:
        with transaction.atomic(using=operations.connection.alias), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = 'replica'")
            for table in _tables_with_rows():
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table, rows in kept.items():
                cursor.copy_expert(_copy(table, "FROM STDIN"), io.BytesIO(rows))

    # Of the class: whatever connection a test ends up with puts the tables back in the same way.
    operations: Any = type(connections["default"].ops)
    # Without a statement Django tells nobody that it migrated, and so writes no rights anew.
    operations.sql_flush = lambda *_arguments, **_options: []
    operations.execute_sql_flush = put_back


def all_rows() -> dict[str, bytes]:
    """What each table holds that holds anything, as Postgres writes it for a copy."""
    return {table: _read(table) for table in _tables_with_rows()}


def _tables_with_rows() -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    look = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    looks = [look.format(sql.Literal(table), sql.Identifier(table)) for table in sorted(tables)]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(looks))
        return [table for (table,) in cursor.fetchall()]


def _read(table: str) -> bytes:
    rows = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(_copy(table, "TO STDOUT"), rows)
    return rows.getvalue()


def _copy(table: str, way: str) -> sql.Composed:
    return sql.SQL("COPY {} " + way).format(sql.Identifier(table))
