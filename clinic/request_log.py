"""Keeps query strings out of the web server's log: what the desk searches for is a patient's name."""

import logging
import re

QUERY_STRING = re.compile(r"\?.*?(?= HTTP/\d|$)", re.DOTALL)


class WithoutQueryStrings(logging.Filter):
    """Cut everything from the question mark on, also in the server's complaints about malformed requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; let it pass."""
        record.msg, record.args = QUERY_STRING.sub("", record.getMessage()), ()
        return True
