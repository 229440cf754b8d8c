"""Asks for pages, and tells by the queries whether they were kept."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.waiting import wait_until

ARTICLE, HOME, ABOUT = "/conditions/sciatica/", "/", "/about/"


def queries(path: str, client: Client | None = None, **asked) -> int:
    """How many queries the page takes; one of a kept page."""
    with CaptureQueriesContext(connection) as captured:
        assert (client or Client()).get(path, **asked).status_code in (200, 304)
    return len(captured)


def is_kept(path: str) -> bool:
    return queries(path) == 1


def warm(path: str) -> None:
    """Ask until it is kept: pictures that are scaled for the first time change what pages show."""
    wait_until(lambda: is_kept(path), "a page that is kept", 10)
