"""Keyed hash of the internet address of a request, which identifies nobody later."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from clinic.senders.client_address import connection_of

_HASH_LENGTH = 32


def sender_of(request: HttpRequest, now: datetime) -> str | None:
    """Return a keyed hash of the sender's address; None if it is unknown or this machine's own.

    The hash changes every day (UTC), so that the days of a sender cannot be linked.
    """
    address = connection_of(request)
    if address is None:
        return None
    value = f"{now:%Y-%m-%d} {address}"
    return salted_hmac("appointments.screening.sender", value, algorithm="sha256").hexdigest()[:_HASH_LENGTH]
