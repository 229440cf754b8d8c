"""A database that goes away at a chosen moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import db
from django.db import connection

# What the driver raises when the server is gone. The second is no DatabaseError.
ERRORS = (db.OperationalError, db.InterfaceError)
# The test's own transaction, around the one of the site, goes on.
_OF_THE_TEST = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")


@contextmanager
def away_after(queries: int, error: type[db.Error]) -> Iterator[list[str]]:
    """Let ``queries`` through and answer every other with ``error``; yields what was refused."""
    asked, refused = 0, []

    def execute(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal asked
        if sql.startswith(_OF_THE_TEST):
            return run(sql, *rest)
        asked += 1
        if asked <= queries:
            return run(sql, *rest)
        refused.append(sql)
        raise error

    with connection.execute_wrapper(execute):
        yield refused
