"""Words for a command that the database did not let come to its end, in place of a traceback."""

from collections.abc import Mapping
from typing import Any

from psycopg2 import errorcodes

_TOO_LONG = {
    errorcodes.QUERY_CANCELED: "it took longer than the role may ask for",
    errorcodes.LOCK_NOT_AVAILABLE: "somebody else uses a table that it needs",
    errorcodes.IDLE_IN_TRANSACTION_SESSION_TIMEOUT: "it was silent for too long within a transaction",
}


def is_out_of_time(error: Exception) -> bool:
    """Return whether Postgres answers, and ended a statement that waited or took too long."""
    return _code(error) in _TOO_LONG


def why_it_ended(error: Exception, place: Mapping[str, Any]) -> str:
    """Return one line that says why nobody answers at ``place``, or why Postgres ended a statement."""
    code = _code(error)
    if code in _TOO_LONG:
        return f"The database ended the command: {_TOO_LONG[code]}. What it had not finished is taken back."
    if code:
        # The server's own words may repeat values of a row.
        return f"The database ended the command with the error {code}."
    lines = [line.strip() for line in str(error).splitlines()]
    # One for each address that was tried. The driver writes no password.
    tried = [line for line in lines if " failed: " in line]
    if tried:
        return f"The database cannot be reached: {tried[-1]}"
    where = f"{place['HOST'] or 'this machine'}, port {place['PORT'] or 5432}"
    return f"The database cannot be reached at {where}: {lines[0] if lines else 'no answer'}"


def _code(error: Exception) -> str | None:
    """Return Postgres' code of the error; None where it said nothing."""
    return getattr(error.__cause__ or error, "pgcode", None)
