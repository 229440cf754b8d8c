"""Parts of the site whose durations are counted apart."""

import re
from enum import StrEnum


class Part(StrEnum):
    """Part of the site, as an operator thinks of it."""

    PAGES = "pages"
    FORM = "form"
    YOUR_REQUEST = "your_request"
    SEARCH = "search"
    FILES = "files"
    DESK = "desk"
    ADMIN = "admin"
    HEALTH = "health"


_LANGUAGE = r"(?:/[a-z]{2}(?:-[a-z]+)?)?"
# The first that fits, by the beginning of the address; the rest are pages.
_BEGINNINGS = {
    Part.FORM: re.compile(rf"{_LANGUAGE}/appointments/request/"),
    Part.YOUR_REQUEST: re.compile(rf"{_LANGUAGE}/appointments/"),
    Part.SEARCH: re.compile(rf"{_LANGUAGE}/search/"),
    Part.FILES: re.compile(r"/(?:static|media|cards)/"),
    Part.DESK: re.compile(r"/admin/requests/"),
    Part.ADMIN: re.compile(r"/admin/"),
    Part.HEALTH: re.compile(r"/health/"),
}


def part_of(path: str) -> Part:
    """Return the part of the site that ``path`` belongs to."""
    return next((part for part, begins in _BEGINNINGS.items() if begins.match(path)), Part.PAGES)
