"""Requests that no browser makes: odd hosts, methods, encodings, cookies and addresses, on every address."""

import logging
from urllib.parse import urlencode

from django.test import Client

import pytest
from gunicorn.config import Config

from appointments.models import AppointmentRequest
from clinic.models import StaffSession
from clinic.server import gunicorn as web_server
from clinic.server.encodings import Utf8OnlyApplication
from clinic.wsgi import application
from tests.appointments.patients import FORM, answers
from tests.clinic.test_security_headers import ASKED
from tests.factories import PASSWORD, make_condition, make_user

pytestmark = pytest.mark.django_db

WRITABLE = ("/appointments/request/", "/appointments/your-request/none/", "/appointments/mail-trial/none/")
READ_ONLY = [
    "/",
    *(address for address in ASKED.values() if address not in WRITABLE and "_util" not in address),
]
ENCODINGS = [
    "utf-16",
    "hex",
    "idna",
    "undefined",
    "zip",
    "rot13",
    "utf-7",
    "unicode_escape",
    "none",
    "x" * 12_000,
]

HOSTS = [
    "evil.example",
    "testserver.evil.example",
    "testserver:x",
    "a b",
    "@testserver",
    "testserver,evil.example",
    "",
    "[::1",
    "testserver\r\nX: y",
    "testserver#@evil.example",
]


@pytest.fixture
def through_wsgi(client: Client) -> Client:
    """A client whose requests pass what stands around the application that the web server runs."""
    assert isinstance(application.application, Utf8OnlyApplication)
    django = client.handler
    client.handler = lambda environ: Utf8OnlyApplication(lambda known, _start: django(known))(environ, None)
    return client


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"])
def test_an_encoding_that_a_request_claims_counts_for_nothing(through_wsgi, kind):
    body = urlencode(answers(caller_name="Zo\u00eb", who_for=None), doseq=True)
    for encoding in ENCODINGS:
        claimed = f"{kind}; charset={encoding}; boundary=edge"
        assert through_wsgi.get("/search/?query=back", CONTENT_TYPE=claimed).status_code == 200, encoding
        page = through_wsgi.generic("POST", FORM, body, content_type=claimed)
        assert "tel:" in page.content.decode(), encoding
        if kind == "application/x-www-form-urlencoded" and len(encoding) < 100:
            assert page.status_code == 422, encoding
            assert "Zo\u00eb" in page.content.decode(), encoding
        else:
            assert page.status_code in (400, 422), encoding


@pytest.mark.parametrize("address", ["/", FORM, "/admin/login/", "/health/ready"])
def test_a_nul_in_a_cookie_is_refused(client, address):
    for name in ("desk", "csrf", "django_language", "other"):
        answer = client.get(address, headers={"Cookie": f'{name}="aaaaaaaaaaaa\\000b"'})
        assert answer.status_code == 400, name
        assert "tel:" in answer.content.decode(), name


@pytest.mark.parametrize(
    "cookie",
    ["desk=" + "x" * 5000, "csrf=x", "; ".join(f"c{n}=1" for n in range(100)), "=;;=", "desk=\xff\xfe"],
)
def test_no_other_cookie_stops_a_visitor(client, cookie):
    for address in ("/", FORM):
        assert client.get(address, headers={"Cookie": cookie}).status_code == 200


@pytest.mark.parametrize(
    "address", ["/", FORM, "/conditions", "/admin/", "/sitemap.xml", "/robots.txt", "/health/live"]
)
def test_a_request_for_another_host_is_refused(client, address):
    for host in HOSTS:
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 400, host
        assert "evil" not in answer.content.decode() + str(answer.headers), host


def test_no_address_of_ours_is_made_from_a_header(client):
    make_condition()
    for address in ("/", "/conditions", "/admin/", "/sitemap.xml", "/robots.txt", "/feed.xml"):
        for header in ("X-Forwarded-Host", "X-Host", "Forwarded", "X-Forwarded-Server"):
            answer = client.get(address, headers={header: "evil.example"})
            assert "evil" not in answer.content.decode() + str(answer.headers), (address, header)


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "ANYTHING"]
)
def test_what_is_to_be_read_takes_no_other_method(client, method):
    make_condition()
    for address in READ_ONLY:
        assert client.generic(method, address).status_code == 405, address


@pytest.mark.parametrize("address", WRITABLE)
def test_what_takes_a_form_takes_no_method_but_post(client, address):
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "ANYTHING"):
        overridden = {"X-HTTP-Method-Override": "POST"}
        assert client.generic(method, address, headers=overridden).status_code == 405, method


def test_head_is_get_without_the_body(client):
    make_condition()
    for address in ("/", "/nothing/", *ASKED.values()):
        asked, head = client.get(address), client.head(address)
        assert not head.content, address
        assert head.status_code == asked.status_code, address
        assert set(asked.headers) - set(head.headers) <= {"ETag"}, address


@pytest.mark.parametrize(
    "origin", ["null", "https://evil.example", "http://testserver.evil.example", "http://testserver:81"]
)
def test_no_other_site_sends_the_form(origin):
    strict = Client(enforce_csrf_checks=True)
    strict.get(FORM)
    token = strict.cookies["csrf"].value
    for headers in ({"Origin": origin}, {"Origin": origin, "X-CSRFToken": token}):
        page = strict.post(FORM, answers(csrfmiddlewaretoken=token), headers=headers)
        assert page.status_code == 422
        assert "your request was not sent" in page.content.decode()
    assert not AppointmentRequest.objects.exists()
    assert strict.post("/admin/login/", {"login": "x"}, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/media/../manage.py",
        "/media/%2e%2e/%2e%2e/manage.py",
        "/media/..%2f..%2fmanage.py",
        "/media//etc/passwd",
        "/media/..%5c..%5cmanage.py",
        "/media/",
        "/static/../manage.py",
        "/..%2f..%2fetc/passwd",
        "/%ff%fe/",
        "/conditions/%c0%af/",
        "/cards/99999999999999999999-a.png",
        "/x" * 500,
        "/conditions/sciatica/..%2f",
    ],
)
def test_an_odd_address_leads_nowhere(client, address):
    answer = client.get(address, follow=True)
    assert answer.status_code in (400, 404)
    assert b"DJANGO_SETTINGS_MODULE" not in answer.content
    assert b"root:" not in answer.content


@pytest.mark.parametrize("sent", ["%0d%0a2026 INFO forged", "%1b[31mred", "%c2%85%e2%80%a8next"])
def test_an_address_adds_no_line_and_no_color_to_a_log(client, capsys, caplog, sent):
    client.get(f"/nothing{sent}/")
    client.get("/", headers={"Host": "x\r\nforged", "User-Agent": "x\r\nforged"})
    console = next(each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler)
    for record in caplog.records:
        console.filter(record)
        assert record.getMessage().isprintable()
    config = Config()
    for name in ("accesslog", "logger_class"):
        config.set(name, getattr(web_server, name))
    capsys.readouterr()
    config.logger_class(config).error_log.error("Error handling request /a\r\n\x1b[31mb")
    [printed] = capsys.readouterr().err.splitlines()
    assert printed.isprintable()
    assert "31mb" in printed


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(client):
    make_user(email="sam@clinic.example", is_superuser=True)
    client.cookies["desk"] = planted = "a" * 32
    client.post("/admin/login/", {"login": "sam@clinic.example", "password": PASSWORD})
    stolen = client.cookies["desk"].value
    assert stolen != planted
    thief = Client(headers={"Cookie": f"desk={stolen}"})
    assert thief.get("/admin/").status_code == 200
    client.post("/admin/logout/")
    assert thief.get("/admin/").status_code == 302
    assert not StaffSession.objects.filter(session_key=stolen).exists()


@pytest.mark.parametrize("change", ["password", "account"])
def test_a_session_ends_with_the_password_or_the_account(client, change):
    sam = make_user(email="sam@clinic.example", is_superuser=True)
    client.force_login(sam)
    assert client.get("/admin/").status_code == 200
    if change == "password":
        sam.set_password("another password of the tests")
    else:
        sam.is_active = False
    sam.save()
    assert client.get("/admin/").status_code == 302
