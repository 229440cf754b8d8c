"""Who a request is said to come from counts only where one of the clinic's own proxies says it."""

import ipaddress

from django.test import RequestFactory

import pytest

from clinic.senders.client_address import client_address
from clinic.server.forwarded import ForwardedByProxiesApplication, proxy_is_known

PROXIES = [ipaddress.ip_network(one) for one in ("127.0.0.1", "::1", "10.0.0.0/24")]
SAID = {"HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_X_FORWARDED_PROTO": "https"}


def request_from(peer: str, **headers: str):
    """The request as the site gets it."""
    passed = []
    application = ForwardedByProxiesApplication(lambda environ, _start: passed.append(environ) or [], PROXIES)
    environ = RequestFactory(REMOTE_ADDR=peer, **headers).get("/health/ready").environ
    application(environ, lambda *_: None)
    request = RequestFactory().get("/")
    request.META = passed[0]
    return request


@pytest.fixture(autouse=True)
def behind_a_proxy(settings):
    settings.TRUSTED_PROXY_HOPS = 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:10.0.0.9", "10.0.0.9", ""])
def test_a_proxy_of_ours_is_believed(peer):
    request = request_from(peer, **SAID)
    assert str(client_address(request)) == "203.0.113.7"
    assert request.is_secure()
    assert proxy_is_known(request)


@pytest.mark.parametrize("peer", ["10.0.1.9", "203.0.113.9", "::2", "nobody"])
def test_a_stranger_is_not(peer):
    request = request_from(peer, **SAID)
    assert client_address(request) is None
    assert not request.is_secure()
    assert not proxy_is_known(request)
    assert proxy_is_known(request_from(peer)), "it said nothing that was dropped"


@pytest.mark.django_db
def test_ready_tells_a_monitor_behind_a_proxy_that_is_not_named(client):
    assert client.get("/health/ready").json()["proxy"] is True
    dropped = {"clinic.forwarded_headers_dropped": True}
    assert client.get("/health/ready", **dropped).json()["proxy"] is False
