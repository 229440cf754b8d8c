"""Keeps out of the logs what an address must not tell: what the desk searched for, and patients' links."""

import logging
import re

QUERY_STRING = re.compile(r"\?.*?(?= HTTP/\d|$)", re.DOTALL)
# Whoever reads the last part of these addresses can act as the patient (appointments/urls.py).
PATIENTS_LINK = re.compile(r"(/appointments/(?:request/received|your-request)/)[^/\s'\"?]+")


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
