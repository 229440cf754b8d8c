"""The database's clock: the only one that decides when something is due. That of a machine may be wrong."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """Return the database's time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
