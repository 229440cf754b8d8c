"""Version of the public site that the page being made shows."""

import time
from dataclasses import dataclass

from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest

from wagtail.models import Site

from clinic.database.dead_connection import close_if_dead

_ASKED = "clinic.site_version"
_QUERY = "SELECT number FROM clinic_siteversion"
# Seconds for which a database that gave no answer is not asked again: every try may take seconds of a page.
_TRIED_AGAIN_AFTER = 5


@dataclass
class _Seen:
    """Number that this process was told last, and from when on it asks again, by its own clock."""

    number: int | None = None
    asks_from: float = 0


SEEN = _Seen()


def public_version(request: HttpRequest) -> int | None:
    """Return the version, asked once for each request; None where nothing may be kept, nor shown from before.

    Ask before you read anything of what you keep under it: what is read later is as new as the number, or
    newer, and nobody sees it any more once the number is higher. Inside of a transaction there is none: a
    page may show there what is never committed. While the database is away there is none either.
    """
    if connection.in_atomic_block:
        return None
    if _ASKED not in request.META:
        request.META[_ASKED] = _current_version()
    version: int | None = request.META[_ASKED]
    return version


def version_while_away() -> int | None:
    """Return the number that was told last, while the database is away; else None."""
    return SEEN.number if time.monotonic() < SEEN.asks_from else None


def _current_version() -> int | None:
    if time.monotonic() < SEEN.asks_from:
        return None
    try:
        number = _ask()
    except (OperationalError, InterfaceError):
        SEEN.asks_from = time.monotonic() + _TRIED_AGAIN_AFTER
        close_if_dead()
        return None
    except Error:
        # The tables are those of the release before.
        return None
    if number != SEEN.number:
        # Wagtail remembers for an hour where sites begin, and forgets it only in the process that changes it.
        Site.clear_site_root_paths_cache()
        SEEN.number = number
    return number


def _ask() -> int | None:
    # Whether the connection still works the query tells by itself: asked before, that would be another query.
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs lack it
    try:
        return _number()
    except (OperationalError, InterfaceError):
        if connection.connection is None or connection.is_usable():
            raise
        connection.close()
        return _number()


def _number() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_QUERY)
        row = cursor.fetchone()
    return row[0] if row else None
