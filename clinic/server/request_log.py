"""Keeps out of the logs what an address must not tell or forge: searches, patients' links, further lines."""

import logging
import re

QUERY_STRING = re.compile(r"\?.*?(?= HTTP/\d|$)", re.DOTALL)
# Whoever reads the last part of these addresses can act as the patient (appointments/urls.py).
PATIENTS_LINK = re.compile(r"(/appointments/(?:request/received|your-request)/)[^/\s'\"?]+")
# Whoever reads the log in a terminal, or line by line, takes these for more than text.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class WithoutQueryStrings(logging.Filter):
    """Cut everything from the question mark on, also in the server's complaints about malformed requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; let it pass."""
        record.msg, record.args = QUERY_STRING.sub("", record.getMessage()), ()
        return True


class WithoutPatientsLinks(logging.Filter):
    """Leave the address and drop its secret part, in access logs and where Django names what was missing."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where needed; let it pass."""
        message = record.getMessage()
        shortened = PATIENTS_LINK.sub(r"\1-", message)
        if shortened != message:
            record.msg, record.args = shortened, ()
        return True


class OnOneLine(logging.Filter):
    """Write control characters out: nobody who asks for an odd address adds a line or a color to the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where needed; let it pass."""
        message = record.getMessage()
        plain = CONTROL.sub(lambda found: found.group().encode("unicode_escape").decode(), message)
        if plain != message:
            record.msg, record.args = plain, ()
        return True
