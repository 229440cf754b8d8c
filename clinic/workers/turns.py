"""Turns: what two workers at once would do twice, one does, and the other leaves out."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection


@contextmanager
def turn_at(task: str) -> Iterator[bool]:
    """Yield whether nobody else is at ``task``; while the block lasts, nobody else will be.

    The lock is that of a transaction, on a connection of its own: whoever is killed lets go of it, a pooler
    keeps it where it is, and the block may have many transactions.
    """
    with closing(connection.copy()) as own:
        own.set_autocommit(False)
        try:
            with own.cursor() as cursor:
                # It says nothing for as long as the block takes.
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
                cursor.execute(
                    "SELECT pg_try_advisory_xact_lock(hashtextextended('clinic turn ' || %s, 0))", [task]
                )
                is_ours = cursor.fetchone()[0]
            yield is_ours
        finally:
            # At once, and not when the server has seen the connection end.
            own.rollback()
