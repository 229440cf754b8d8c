"""Internet address from which a request came, as the outermost of our own proxies saw it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Prefix of an IPv6 connection at home, which has all the addresses below it.
_V6_CONNECTION = 64
# Prefixes that tell the region and the provider, and not the connection.
_V4_TRUNCATED, _V6_TRUNCATED = 24, 48

# Networks in which proxies and the machine itself live, and no visitor of a public site.
_INNER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "fc00::/7",
        "fe80::/10",
        "::1/128",
    )
)


def client_address(request: HttpRequest) -> Address | None:
    """Return the address that the outermost of our own proxies saw; None if it is unknown.

    Each proxy appends the address of its client to X-Forwarded-For. The part further left came with the
    request, so its sender may have written anything there.
    """
    hops = settings.TRUSTED_PROXY_HOPS
    if not hops:
        return _parse(request.META.get("REMOTE_ADDR", ""))
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return _parse(seen[-hops]) if len(seen) >= hops else None


def is_inner(address: Address) -> bool:
    """Return whether the address is of a network that the internet does not see."""
    return any(address in network for network in _INNER)


def connection_of(request: HttpRequest) -> Address | None:
    """Return the address that stands for the sender's connection: of IPv6, the first of its network.

    None if it is unknown or this machine's own.
    """
    address = client_address(request)
    if address is None or address.is_loopback:
        return None
    return _network(address, _V6_CONNECTION).network_address if address.version == 6 else address


def truncated_address(request: HttpRequest) -> str:
    """Return the network of the sender, which does not tell the connection; empty if it is unknown."""
    address = client_address(request)
    if address is None:
        return ""
    return str(_network(address, _V4_TRUNCATED if address.version == 4 else _V6_TRUNCATED))


def _network(address: Address, prefix: int) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    kind = ipaddress.IPv6Network if address.version == 6 else ipaddress.IPv4Network
    return kind((int(address), prefix), strict=False)


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
