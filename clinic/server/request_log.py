"""Log filters that drop what an address must not tell or forge: searches, patients' links, line breaks."""

import logging
import re

from django.http import HttpRequest

from .route_templates import template_of

QUERY_STRING = re.compile(r"\?.*?(?= HTTP/\d|$)", re.DOTALL)
# The last part of these addresses lets its reader act as the patient (appointments/public/urls.py).
PATIENTS_LINK = re.compile(r"(/appointments/(?:request/received|your-request)/)[^/\s'\"?]+")
# So do the links that staff are sent (clinic/sign_in/links.py), wherever they stand.
_DOT = r"(?:\.|%2[Ee])"
STAFFS_LINK = re.compile(rf"\d+(?:-[-\w]+)?{_DOT}[0-9A-Za-z]{{6}}{_DOT}[-\w]{{43}}")
# Tokens of patients by their shape, for addresses that are written otherwise, and what Django signs.
TOKEN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z2-7]{26}(?![A-Za-z0-9])")
_COLON = r"(?::|%3[Aa])"
SIGNED = re.compile(rf"[-\w.]{{8,}}{_COLON}[-\w]{{4,10}}{_COLON}[-\w]{{27,}}")
# Characters that a terminal, or a program that reads line by line, takes for more than text.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class RewritingFilter(logging.Filter):
    """Base of filters that change a record's message and let every record pass."""

    def rewrite(self, message: str) -> str:
        """Return the message as it may be logged."""
        raise NotImplementedError

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where needed; let it pass."""
        message = record.getMessage()
        if (rewritten := self.rewrite(message)) != message:
            record.msg, record.args = rewritten, ()
        return True


class QueryStringFilter(RewritingFilter):
    """Cuts everything from the question mark on, also in complaints about malformed requests."""

    def rewrite(self, message: str) -> str:
        return QUERY_STRING.sub("", message)


class PatientLinkFilter(RewritingFilter):
    """Drops the secret part of addresses that were sent by mail, in access logs and errors of Django's."""

    def rewrite(self, message: str) -> str:
        message = STAFFS_LINK.sub("-", PATIENTS_LINK.sub(r"\1-", message))
        return SIGNED.sub("-", TOKEN.sub("-", message))


class RouteTemplateFilter(logging.Filter):
    """Puts the template of the route in place of the path in what Django says of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where it names a path; let it pass."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            template = template_of(request.path_info)
            record.args = tuple(template if one == request.path else one for one in record.args)
        return True


class ControlCharacterFilter(RewritingFilter):
    """Escapes control characters, so that an odd address adds no line or color to the log."""

    def rewrite(self, message: str) -> str:
        return CONTROL.sub(lambda match: match.group().encode("unicode_escape").decode(), message)
