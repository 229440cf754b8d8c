"""Rows that are stored by statements which are put together once, where Django does so each time."""

from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault
from django.db.models.signals import pre_save
from django.db.models.sql import InsertQuery


def insert(*new: Model) -> None:
    """Store the ``new`` objects, in their order and all at once; the last is given the key of its row.

    It is ``save(force_insert=True)`` for each, but for what Postgres fills in, which is not read back, and
    for ``post_save``, of which nobody is told.
    """
    statements, values = [], []
    for one in new:
        pre_save.send(type(one), instance=one, raw=False, using=connection.alias, update_fields=None)
        statement, row = _insert_of(one)
        statements.append(statement)
        values += row
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements), values)
        new[-1].pk = cursor.fetchone()[0]
    for one in new:
        one._state.adding, one._state.db = False, connection.alias


def _insert_of(one: Model) -> tuple[str, list[Any]]:
    """Return the statement and its values. Without a value of its own, a column is Postgres's to fill in."""
    places, values, wrapper = [], [], connections[DEFAULT_DB_ALIAS]
    for field in _fields(type(one)):
        value = field.pre_save(one, True)
        if isinstance(value, DatabaseDefault) or (field.primary_key and value is None):
            places.append("DEFAULT")
        elif hasattr(value, "resolve_expression"):
            place, params = _compiled(type(one), value)
            places.append(place)
            values += params
        else:
            places.append("%s")
            values.append(None if value is None else field.get_db_prep_save(value, wrapper))
    return _HEAD.format(_head(type(one)), ", ".join(places), _quoted(type(one)._meta.pk)), values


_HEAD = "{} VALUES ({}) RETURNING {}"


@cache
def _fields(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    return tuple(model._meta.local_concrete_fields)


@cache
def _head(model: type[Model]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(map(_quoted, _fields(model)))})"


def _quoted(field: "Field[Any, Any]") -> str:
    return connection.ops.quote_name(str(field.column))


def _compiled(model: type[Model], expression: Any) -> tuple[str, Any]:
    """Return an expression, such as a time from now on, as Postgres reads it."""
    query = InsertQuery(model)
    resolved = expression.resolve_expression(query, allow_joins=False, for_save=True)
    sql, params = query.get_compiler(connection=connection).compile(resolved)
    return sql, params
