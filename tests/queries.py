"""Counts what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

# Around a page that is one transaction: only here, where a test's own transaction is around it already.
NO_QUERIES = ("SAVEPOINT", "RELEASE SAVEPOINT")


@contextmanager
def at_most_queries(most: int) -> Iterator[None]:
    """Fail when more than ``most`` queries are asked, and show them."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured if not query["sql"].startswith(NO_QUERIES)]
    assert len(asked) <= most, "\n".join([f"{len(asked)} queries:", *asked])
