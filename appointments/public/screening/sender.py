"""A keyed hash of the internet address that a request came from, which identifies nobody later."""

import ipaddress
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# Whoever has an IPv6 connection at home has at least this many addresses.
_V6_PREFIX = 64
_HASH_LENGTH = 32

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def sender_of(request: HttpRequest, now: datetime) -> str | None:
    """A keyed hash of the sender's address; ``None`` when the address is unknown or this machine's own.

    The hash is another one every day (UTC), so that no two days of anybody can be put together.
    """
    address = client_address(request)
    if address is None or address.is_loopback:
        return None
    if address.version == 6:
        address = ipaddress.ip_network((int(address), _V6_PREFIX), strict=False).network_address
    value = f"{now:%Y-%m-%d} {address}"
    return salted_hmac("appointments.screening.sender", value, algorithm="sha256").hexdigest()[:_HASH_LENGTH]


def client_address(request: HttpRequest) -> Address | None:
    """The address that the outermost of our own proxies saw.

    Each proxy adds the address it was called from at the right end of X-Forwarded-For. What stands further
    left came with the request: its sender may have written anything there.
    """
    hops = settings.TRUSTED_PROXY_HOPS
    if not hops:
        return _parse(request.META.get("REMOTE_ADDR", ""))
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return _parse(seen[-hops]) if len(seen) >= hops else None


def _parse(text: str) -> Address | None:
    """The address in ``text``, with or without a port; None when it is none."""
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
