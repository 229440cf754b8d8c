"""Column of search hashes, which no query can compare without an open reading."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.postgres.fields import ArrayField

from appointments.reading import note_search


class SearchHashesField(ArrayField):
    """Array of hashes. A query that compares them searches for a person, and is noted in the open reading."""

    _noted: dict[Any, Any] = {}

    def deconstruct(self) -> Any:
        # The column is an array as any other: migrations need not know of this class.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    def get_lookup(self, lookup_name: str) -> Any:
        lookup = super().get_lookup(lookup_name)
        if lookup and lookup not in self._noted:
            self._noted[lookup] = _noted(lookup)
        return self._noted.get(lookup)

    def get_transform(self, name: str) -> None:
        """Return None: a part of the array would be compared by the lookups of another field."""
        return None


def _noted(lookup: Any) -> Any:
    """Return the lookup, which is noted whenever a query with it is about to run."""

    def noted(compile_lookup: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(compile_lookup)
        def compile_and_note(*args: Any, **kwargs: Any) -> Any:
            note_search()
            return compile_lookup(*args, **kwargs)

        return compile_and_note

    # Django compiles a lookup by the method of the database, if it has one.
    methods = (name for name in ("as_sql", "as_postgresql") if hasattr(lookup, name))
    return type(lookup.__name__, (lookup,), {name: noted(getattr(lookup, name)) for name in methods})
