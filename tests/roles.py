"""Lets what tests ask of the site run with the database rights of the process that would do it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connection
from django.test.client import ClientHandler

import psycopg2

from clinic.database.roles import Roles

from .sessions import refuse_what_a_session_keeps


@contextmanager
def signed_in_to_postgres_as(role: str) -> Iterator[None]:
    """Be the role for the block, on the connection of the test, which is a superuser's.

    The statements are none of the site's: no test counts them.
    """
    raw = connection.connection
    if raw is None or raw.closed:
        yield
        return
    raw.cursor().execute(f"SET SESSION AUTHORIZATION {role}")
    try:
        yield
    finally:
        # A transaction that failed takes it back by itself; a connection that was closed is gone.
        with suppress(psycopg2.Error):
            raw.cursor().execute("RESET SESSION AUTHORIZATION")


def let_requests_run_as_the_web() -> None:
    """Whatever a test's client asks for is answered with the rights of the web, as behind a pooler."""
    answer = ClientHandler.__call__

    def answer_as_the_web(self: ClientHandler, environ: dict[str, Any]) -> Any:
        with signed_in_to_postgres_as(Roles().web), connection.execute_wrapper(refuse_what_a_session_keeps):
            return answer(self, environ)

    ClientHandler.__call__ = answer_as_the_web
