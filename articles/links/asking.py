"""Opener of addresses on other sites, and on those alone: whatever a name leads to, nothing inside is asked.

Editors write the addresses, and an operator's machine asks them: it may reach what no editor does.
"""

import ipaddress
import socket
import ssl
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from urllib import request


class InsideError(OSError):
    """Error: the name leads to this machine or its network, or to no single place."""

    def __str__(self) -> str:
        return "it leads to this machine, or into its network"


def is_outside(number: str) -> bool:
    """Return whether an address of a machine is one of the public internet."""
    address = ipaddress.ip_address(number.partition("%")[0])
    meant = getattr(address, "ipv4_mapped", None) or address
    return bool(meant.is_global and not meant.is_multicast)


class _OutsideConnection(HTTPConnection):
    """Connection to the machine whose address was looked at, and not to what the name says a moment later."""

    def connect(self) -> None:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        numbers = [str(place[0]) for *_kind, place in found]
        if not all(map(is_outside, numbers)):
            raise InsideError
        self.sock = socket.create_connection((numbers[0], self.port), self.timeout)


class _OutsideTLSConnection(HTTPSConnection, _OutsideConnection):
    """The same with TLS, which is begun once it is connected."""


class _Plain(request.HTTPHandler):
    def http_open(self, req: request.Request) -> HTTPResponse:
        return self.do_open(_OutsideConnection, req)


class _Encrypted(request.HTTPSHandler):
    def https_open(self, req: request.Request) -> HTTPResponse:
        return self.do_open(_OutsideTLSConnection, req, context=ssl.create_default_context())


def outside_opener() -> request.OpenerDirector:
    """Return an opener of http and https alone, redirects included. It goes through no proxy."""
    opener = request.OpenerDirector()
    for handler in (
        _Plain,
        _Encrypted,
        request.UnknownHandler,
        request.HTTPDefaultErrorHandler,
        request.HTTPRedirectHandler,
        request.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener
