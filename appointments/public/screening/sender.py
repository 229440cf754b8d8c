"""Keyed hash of the internet address of a request, which identifies nobody later."""

import ipaddress
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# The prefix of an IPv6 connection at home, which has all the addresses below it.
_V6_PREFIX = 64
_HASH_LENGTH = 32

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def sender_of(request: HttpRequest, now: datetime) -> str | None:
    """Return a keyed hash of the sender's address; None if it is unknown or this machine's own.

    The hash changes every day (UTC), so that the days of a sender cannot be linked.
    """
    address = client_address(request)
    if address is None or address.is_loopback:
        return None
    if address.version == 6:
        address = ipaddress.ip_network((int(address), _V6_PREFIX), strict=False).network_address
    value = f"{now:%Y-%m-%d} {address}"
    return salted_hmac("appointments.screening.sender", value, algorithm="sha256").hexdigest()[:_HASH_LENGTH]


def client_address(request: HttpRequest) -> Address | None:
    """Return the address that the outermost of our own proxies saw.

    Each proxy appends the address of its client to X-Forwarded-For. The part further left came with the
    request, so its sender may have written anything there.
    """
    hops = settings.TRUSTED_PROXY_HOPS
    if not hops:
        return _parse(request.META.get("REMOTE_ADDR", ""))
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return _parse(seen[-hops]) if len(seen) >= hops else None


def _parse(text: str) -> Address | None:
    """Return the address in ``text``, with or without a port; None if there is none."""
    host = text.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
