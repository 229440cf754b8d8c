"""Addresses of the database: whoever needs another role signs in anew, and some may not come by a pooler.

A pooler gives each transaction one of its own connections. What a session keeps from one transaction to the
next, such as a lock or a setting, is lost behind it, or given to somebody else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def signed_in_as(place: Mapping[str, Any]) -> Iterator[None]:
    """Let the connection be one to ``place`` for the block; an empty one changes nothing.

    What ``place`` leaves out stays as it is: the embedded Postgres needs only another user.
    """
    settings = connection.settings_dict
    own = {name: settings.get(name) for name in place}
    if place:
        connection.close()
        settings.update(place)
    try:
        yield
    finally:
        if place:
            connection.close()
            settings.update(own)


def is_direct(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the connection is one to Postgres itself: a pooler names another process than that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return bool(cursor.fetchone()[0] == connection.connection.info.backend_pid)


def refuse_pooler(setting: str) -> None:
    """Raise ImproperlyConfigured where the address in ``setting`` leads through a pooler."""
    if not is_direct(connection):
        raise ImproperlyConfigured(
            f"{setting} leads through a pooler, where this command would lose its locks from one transaction "
            "to the next: set it to the address of Postgres itself (docs/operations.md, A pooler)."
        )
