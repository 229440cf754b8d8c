"""Version of the public site that the page being made shows."""

from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest

from wagtail.models import Site

_ASKED = "clinic.site_version"
_QUERY = "SELECT number FROM clinic_siteversion"


@dataclass
class _Seen:
    """Number that this process was told last."""

    number: int | None = None


_SEEN = _Seen()


def public_version(request: HttpRequest) -> int | None:
    """Return the version, asked once for each request; None where nothing may be kept, nor shown from before.

    Ask before you read anything of what you keep under it: what is read later is as new as the number, or
    newer, and nobody sees it any more once the number is higher. Inside of a transaction there is none: a
    page may show there what is never committed.
    """
    if connection.in_atomic_block:
        return None
    if _ASKED not in request.META:
        request.META[_ASKED] = current_version()
    version: int | None = request.META[_ASKED]
    return version


def current_version() -> int | None:
    """Return the version that the database has now; None where it has none. Takes a query."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY)
        row = cursor.fetchone()
    number: int | None = row[0] if row else None
    if number != _SEEN.number:
        # Wagtail remembers for an hour where sites begin, and forgets it only in the process that changes it.
        Site.clear_site_root_paths_cache()
        _SEEN.number = number
    return number
