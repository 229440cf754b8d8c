"""Log filters that drop what an address must not tell or forge: searches, patients' links, line breaks."""

import logging
import re

QUERY_STRING = re.compile(r"\?.*?(?= HTTP/\d|$)", re.DOTALL)
# The last part of these addresses lets its reader act as the patient (appointments/public/urls.py).
PATIENTS_LINK = re.compile(r"(/appointments/(?:request/received|your-request)/)[^/\s'\"?]+")
# Characters that a terminal, or a program that reads line by line, takes for more than text.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class QueryStringFilter(logging.Filter):
    """Cuts everything from the question mark on, also in complaints about malformed requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; let it pass."""
        record.msg, record.args = QUERY_STRING.sub("", record.getMessage()), ()
        return True


class PatientLinkFilter(logging.Filter):
    """Drops the secret part of patients' addresses, in access logs and in Django's error messages."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where needed; let it pass."""
        message = record.getMessage()
        shortened = PATIENTS_LINK.sub(r"\1-", message)
        if shortened != message:
            record.msg, record.args = shortened, ()
        return True


class ControlCharacterFilter(logging.Filter):
    """Escapes control characters, so that an odd address adds no line or color to the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where needed; let it pass."""
        message = record.getMessage()
        plain = CONTROL.sub(lambda match: match.group().encode("unicode_escape").decode(), message)
        if plain != message:
            record.msg, record.args = plain, ()
        return True
