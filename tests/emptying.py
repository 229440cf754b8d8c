"""Lets tests empty the database between each other, which its triggers refuse to everybody else."""

from typing import Any

from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations


def let_tests_empty_tables() -> None:
    """Django empties all tables after a transactional test: as a superuser who stops the triggers."""
    # Of the class: whatever connection a test ends up with empties the tables in the same way.
    operations = type(connections["default"].ops)
    as_django_does = operations.sql_flush

    def sql_flush(self: BaseDatabaseOperations, *arguments: Any, **options: Any) -> list[str]:
        return [
            "SET LOCAL session_replication_role = 'replica'",
            *as_django_does(self, *arguments, **options),
        ]

    operations.sql_flush = sql_flush
