"""Connection to the database after an error that was caught."""

from django.db import connection


def close_if_dead() -> None:
    """Close the connection if it no longer works, so that the next query opens another.

    Django does so between two requests. Within a transaction nothing is done: its end sees to it.
    """
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
