"""Keyed hash of the internet address of a request, which identifies nobody later."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from appointments.services.intake.submission import Stranger
from clinic.senders.client_address import client_address, connection_of, is_inner

_HASH_LENGTH = 32


def stranger_behind(request: HttpRequest, now: datetime) -> Stranger:
    """Return who sends the form, as far as the internet address tells.

    No patient's address is private or missing: then TRUSTED_PROXY_HOPS is not the number of proxies.
    """
    address = client_address(request)
    unseen = "unknown" if address is None else "private" if is_inner(address) else ""
    return Stranger(sender_of(request, now), unseen)


def sender_of(request: HttpRequest, now: datetime) -> str | None:
    """Return a keyed hash of the sender's address; None if it is unknown or this machine's own.

    The hash changes every day (UTC), so that the days of a sender cannot be linked.
    """
    address = connection_of(request)
    if address is None:
        return None
    value = f"{now:%Y-%m-%d} {address}"
    return salted_hmac("appointments.screening.sender", value, algorithm="sha256").hexdigest()[:_HASH_LENGTH]
