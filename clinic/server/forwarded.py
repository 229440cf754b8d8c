"""Headers in which proxies tell whom they speak for, believed from the clinic's own proxies only."""

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from clinic.env import Network

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")
_DROPPED = "clinic.forwarded_headers_dropped"


class ForwardedByProxiesApplication:
    """WSGI application around the site's that drops those headers where a stranger sends them.

    Whoever reaches the port directly could say that the line is encrypted, and whose address counts.
    """

    def __init__(self, application: Application, proxies: Sequence[Network]) -> None:
        self.application = application
        self.proxies = proxies

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not self._is_proxy(environ.get("REMOTE_ADDR", "")):
            found = [environ.pop(header) for header in _HEADERS if header in environ]
            environ[_DROPPED] = bool(found)
        return self.application(environ, start_response)

    def _is_proxy(self, peer: str) -> bool:
        # A Unix socket has no address: whoever may open it is of this machine.
        if not peer:
            return True
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self.proxies)


def proxy_is_known(request: HttpRequest) -> bool:
    """Return whether nothing that a proxy said of this request was dropped."""
    return not settings.TRUSTED_PROXY_HOPS or not request.META.get(_DROPPED, False)
