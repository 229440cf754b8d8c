"""Lets tests empty the database between each other, which its triggers refuse to everybody else."""

from typing import Any

from django.db import connections


def let_tests_empty_tables() -> None:
    """Django empties all tables after a transactional test: it does so as retention would."""
    operations = connections["default"].ops
    as_django_does = operations.sql_flush

    def sql_flush(*arguments: Any, **options: Any) -> list[str]:
        return ["SET LOCAL clinic.erasing = 'on'", *as_django_does(*arguments, **options)]

    operations.sql_flush = sql_flush
