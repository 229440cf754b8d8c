"""Addresses of the database besides the process's own: whoever needs another role signs in anew."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection


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
