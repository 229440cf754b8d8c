"""Trouble with the database, told by the error that a query ended with: for logs, monitors and commands."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import Error

from psycopg2 import errorcodes

NO_LOCK = errorcodes.LOCK_NOT_AVAILABLE


class Trouble(StrEnum):
    """Kind of trouble with the database, in the words of the log."""

    AWAY = "the database is away"
    BUSY = "the database takes no more connections"
    SLOW = "the database is too slow, or a table is locked"
    FULL = "the database has no room left"
    MISFIT = "this version of the site and its database do not fit together"
    RIGHTS = "the database grants this role too little"
    REFUSED = "the database refused"


_TOO_LONG = {
    errorcodes.QUERY_CANCELED: "it took longer than the role may ask for",
    errorcodes.LOCK_NOT_AVAILABLE: "somebody else uses a table that it needs",
    errorcodes.IDLE_IN_TRANSACTION_SESSION_TIMEOUT: "it was silent for too long within a transaction",
}
# By Postgres' code; https://www.postgresql.org/docs/current/errcodes-appendix.html names them all.
_BY_CODE = {
    # A column without a default that this version does not know, and whatever it knows and is not there.
    errorcodes.NOT_NULL_VIOLATION: Trouble.MISFIT,
    errorcodes.UNDEFINED_COLUMN: Trouble.MISFIT,
    errorcodes.UNDEFINED_TABLE: Trouble.MISFIT,
    errorcodes.UNDEFINED_FUNCTION: Trouble.MISFIT,
    errorcodes.UNDEFINED_OBJECT: Trouble.MISFIT,
    errorcodes.DATATYPE_MISMATCH: Trouble.MISFIT,
    errorcodes.INSUFFICIENT_PRIVILEGE: Trouble.RIGHTS,
    **dict.fromkeys((*_TOO_LONG, errorcodes.DEADLOCK_DETECTED), Trouble.SLOW),
    errorcodes.DISK_FULL: Trouble.FULL,
    errorcodes.TOO_MANY_CONNECTIONS: Trouble.BUSY,
}
# By the beginning: connections, and a server that starts, ends or was ended.
_AWAY = ("08", "57P")


def trouble_of(error: BaseException) -> Trouble:
    """Return what is wrong. Without a code there was no server to give one."""
    code = code_of(error)
    if not code or code.startswith(_AWAY):
        return Trouble.AWAY
    return _BY_CODE.get(code, Trouble.REFUSED)


def described(error: BaseException) -> str:
    """Return trouble, class and code for a log: the text of an error may repeat what was being stored."""
    named = " ".join(filter(None, (type(error).__name__, code_of(error))))
    return f"{trouble_of(error)} ({named})" if isinstance(error, Error) else named


def is_out_of_time(error: BaseException) -> bool:
    """Return whether Postgres answers, and ended a statement that waited or took too long."""
    return trouble_of(error) is Trouble.SLOW


def why_it_ended(error: Exception, place: Mapping[str, Any]) -> str:
    """Return one line that says why nobody answers at ``place``, or why Postgres ended a statement."""
    code = code_of(error)
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


def code_of(error: BaseException) -> str:
    """Return Postgres' code of the error, or of what led to it; empty when there is none."""
    seen: Any = error
    while seen:
        if code := getattr(seen, "pgcode", None):
            return str(code)
        seen = seen.__cause__
    return ""
