"""Version of the public site that the page being made shows."""

import time
from dataclasses import dataclass
from datetime import datetime

from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest

from wagtail.models import Site

from clinic.database.dead_connection import close_if_dead

_ASKED = "clinic.site_version"
_ASKED_AT = "clinic.site_version_at"
_QUERY = "SELECT number, clock_timestamp() FROM clinic_siteversion"
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
        request.META[_ASKED], request.META[_ASKED_AT] = _current_version()
    version: int | None = request.META[_ASKED]
    return version


def asked_at(request: HttpRequest) -> datetime | None:
    """Return the database's time at which it told the version; None where there is no version."""
    moment: datetime | None = request.META.get(_ASKED_AT)
    return moment


def version_while_away() -> int | None:
    """Return the number that was told last, while the database is away; else None."""
    return SEEN.number if time.monotonic() < SEEN.asks_from else None


type _Told = tuple[int | None, datetime | None]
_NOTHING: _Told = (None, None)


def _current_version() -> _Told:
    if time.monotonic() < SEEN.asks_from:
        return _NOTHING
    try:
        number, moment = _ask()
    except (OperationalError, InterfaceError):
        SEEN.asks_from = time.monotonic() + _TRIED_AGAIN_AFTER
        close_if_dead()
        return _NOTHING
    except Error:
        # The tables are those of the release before.
        return _NOTHING
    if number != SEEN.number:
        # Wagtail remembers for an hour where sites begin, and forgets it only in the process that changes it.
        Site.clear_site_root_paths_cache()
        SEEN.number = number
    return number, moment


def _ask() -> _Told:
    # Whether the connection still works the query tells by itself: asked before, that would be another query.
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs lack it
    try:
        return _told()
    except (OperationalError, InterfaceError):
        if connection.connection is None or connection.is_usable():
            raise
        connection.close()
        return _told()


def _told() -> _Told:
    with connection.cursor() as cursor:
        cursor.execute(_QUERY)
        row: _Told | None = cursor.fetchone()
    return row or _NOTHING
