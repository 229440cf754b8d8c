"""Queries that Django puts together once in a process, and that run with other values each time.

To put a query of twenty numbers together and to compile it takes Django longer than Postgres takes to answer.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, QuerySet
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler


class Given(Expression):
    """Value of a ``PreparedRow`` that is given, by this name, each time it is asked."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Return the place of a parameter, and this object as what stands for it."""
        return "%s", (self,)


class _Prepared[Built: QuerySet[Any, Any]]:
    """Query that ``build`` puts together when it is asked for the first time.

    Everything that differs from one time to another has to be ``Given``. A moment that is not raises
    ``TypeError``: it would stay that of the first time.
    """

    def __init__(self, build: Callable[[], Built]) -> None:
        self.build = build

    @cached_property
    def _built(self) -> Built:
        return self.build()

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        sql, params = self._built.query.sql_with_params()
        for param in params:
            if isinstance(param, date):
                raise TypeError(f"The moment {param} of a prepared query would be the same for ever.")
        return sql, params

    def _values(self, given: dict[str, Any]) -> list[Any]:
        _sql, params = self._compiled
        return [given[one.name] if isinstance(one, Given) else one for one in params]


class PreparedModels[Row: Model](_Prepared[QuerySet[Row, Row]]):
    """Rows of a prepared query as objects of its model, with what the query adds, and of no other table."""

    def all(self, **given: Any) -> list[Row]:
        """Return them. Takes a query; ``KeyError`` for a value that is missing."""
        sql, _params = self._compiled
        return list(self._built.model._default_manager.raw(sql, self._values(given)))


class PreparedRow(_Prepared[QuerySet[Any, Any]]):
    """First row of a prepared query."""

    def values(self, **given: Any) -> dict[str, Any]:
        """Return the columns of the row by name. Takes a query; ``KeyError`` for a value that is missing."""
        with self._asked(given) as cursor:
            return dict(zip((column.name for column in cursor.description), cursor.fetchone(), strict=True))

    def is_there(self, **given: Any) -> bool:
        """Return whether there is a row at all. Takes a query; ``KeyError`` for a value that is missing."""
        with self._asked(given) as cursor:
            return cursor.fetchone() is not None

    @contextmanager
    def _asked(self, given: dict[str, Any]) -> Iterator[Any]:
        sql, _params = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, self._values(given))
            yield cursor
