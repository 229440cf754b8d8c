"""The headers of every address: what browsers may load, frame, keep and tell, on our site and on others."""

import importlib
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

import pytest

from appointments.models import AppointmentRequest
from appointments.patient_link import path_for
from tests.appointments.patients import answers, send
from tests.factories import make_condition, make_user

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; "
    "object-src 'none'; manifest-src 'self'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
# By the name of its address or by the address: what each part of the URLconf is asked for.
ASKED = {
    "live": "/health/live",
    "ready": "/health/ready",
    "robots": "/robots.txt",
    "sitemap": "/sitemap.xml",
    "card": "/cards/1-a.png",
    "media": "/media/none.png",
    "components": "/components/",
    "request": "/appointments/request/",
    "received": "/appointments/request/received/none/",
    "your-request": "/appointments/your-request/none/",
    "mail-trial": "/appointments/mail-trial/none/",
    "search": "/search/",
    "suggestions": "/search/suggestions/",
    "feed": "/feed.xml",
    "wagtail_serve": "/conditions/sciatica/",
    # Wagtail's own: pages behind a password.
    "wagtailcore_authenticate_with_password": "/_util/authenticate_with_password/1/1/",
    "wagtailcore_login": "/_util/login/",
}
PRIVATE = ("request", "received", "your-request", "mail-trial")


def public_routes(patterns: Any = None) -> Iterator[str]:
    """The names of all addresses outside the admin; of one without a name, the address."""
    for pattern in patterns or get_resolver().url_patterns:
        if str(pattern.pattern).startswith("admin/"):
            continue
        if isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
        else:
            yield from public_routes(pattern.url_patterns)


def test_every_public_address_is_looked_at():
    assert set(public_routes()) == set(ASKED), "add the new address to ASKED"


def test_every_public_answer_has_the_headers(client):
    make_condition()
    for address in ("/", "/nothing/", "/%00/", "/?" + "a=1&" * 99, *ASKED.values()):
        for method in ("GET", "HEAD", "POST", "TRACE"):
            answer = client.generic(method, address)
            # The links of patients tell even our own pages nothing but the host.
            is_link = "/none/" in address and answer.status_code != 405
            own = {"Referrer-Policy": "strict-origin"} if is_link else {}
            found = {name: answer.headers.get(name) for name in ALWAYS}
            assert found == {**ALWAYS, **own}, (method, address)
            assert "Server" not in answer.headers, (method, address)


def test_nothing_of_the_form_or_of_a_request_is_kept_on_the_way(client):
    make_condition()
    send(client)
    link = path_for(AppointmentRequest.objects.get())
    addresses = [link, *(ASKED[name] for name in PRIVATE)]
    for answer in [
        *(client.generic(method, address) for address in addresses for method in ("GET", "POST", "HEAD")),
        client.post(ASKED["request"], answers()),
        client.post(ASKED["request"], {"answers": "forged"}),
        Client(enforce_csrf_checks=True).post(ASKED["request"], answers()),
        Client(enforce_csrf_checks=True).post(link, {"act": "withdraw"}),
    ]:
        if answer.status_code != 405:
            assert {"private", "no-store"} <= set(re.split(r",\s*", answer.headers["Cache-Control"]))


@pytest.mark.parametrize("ending", ["x.css", "x.js", ";.css", "%2fx.png", ".json"])
def test_an_address_below_the_form_is_no_page_that_a_cache_would_keep(client, ending):
    for name in PRIVATE:
        answer = client.get(ASKED[name] + ending)
        assert answer.status_code == 404
        assert b"<form" not in answer.content.partition(b"<main")[2].partition(b"search")[0]


@pytest.mark.parametrize("address", ["/", "/conditions/sciatica/", "/nothing/"])
def test_a_page_as_staff_see_it_is_kept_by_nobody(client, address):
    make_condition()
    assert "Cache-Control" not in client.get(address).headers
    client.force_login(make_user(is_superuser=True))
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded"])
def test_no_other_header_changes_a_page(client, header):
    make_condition()
    plain = client.get("/conditions/sciatica/").content
    assert client.get("/conditions/sciatica/", headers={header: "evil.example"}).content == plain


def test_the_admin_lets_nobody_else_frame_it_or_use_what_it_shows(client):
    client.force_login(make_user(is_superuser=True))
    answer = client.get("/admin/")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_production_insists_on_https(client, settings):
    base = importlib.import_module("clinic.settings.base")
    for name in dir(base):
        if name.startswith("SECURE_") and name != "SECURE_CSP":
            setattr(settings, name, getattr(base, name))
    strict = Client()
    plain = strict.get("/conditions/?a=b", headers={"X-Forwarded-Proto": "https"})
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/conditions/?a=b")
    answer = strict.get("/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert strict.get("/health/live").status_code == 200


def test_cookies_of_production_belong_to_this_host_alone():
    base = importlib.import_module("clinic.settings.base")
    for kind in ("SESSION", "CSRF"):
        assert getattr(base, f"{kind}_COOKIE_NAME").startswith("__Host-")
        assert getattr(base, f"{kind}_COOKIE_SECURE")
        assert getattr(base, f"{kind}_COOKIE_SAMESITE", settings.CSRF_COOKIE_SAMESITE) == "Lax"
    assert base.CSRF_COOKIE_HTTPONLY
