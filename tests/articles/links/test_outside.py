"""The command asks addresses outside the site (here of this machine alone), one at a time for each host."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

from django.core.management import CommandError, call_command

import pytest

from articles.links import asking
from articles.links.outside import check, outside_addresses
from clinic.models import Practitioner
from tests.factories import make_condition, make_source

pytestmark = pytest.mark.django_db
ASKED: list[str] = []
AT_ONCE = {"now": 0, "most": 0}


class Answering(BaseHTTPRequestHandler):
    """A site with a page, one that refuses HEAD, and nothing else."""

    def do_HEAD(self) -> None:
        self.answer(
            {"/good": 200, "/slow": 200, "/get-only": 405, "/moved": 302, "/inside": 302, "/file": 302}.get(
                self.path, 404
            )
        )

    def do_GET(self) -> None:
        self.answer(200 if self.path == "/get-only" else 404)

    def answer(self, status: int) -> None:
        ASKED.append(f"{self.command} {self.path}")
        AT_ONCE["now"] += 1
        AT_ONCE["most"] = max(AT_ONCE["most"], AT_ONCE["now"])
        # Long enough for another that is asked at the same time to arrive.
        time.sleep(3 if self.path == "/slow" else 0.02)
        self.send_response(status)
        if status == 302:
            port = self.server.server_port
            inside = {"/inside": f"http://127.0.0.2:{port}/good", "/file": "file:///etc/hostname"}
            self.send_header("Location", inside.get(self.path, "/good"))
        self.send_header("Content-Length", "0")
        # Before the answer is sent: the next may be asked as soon as it has come.
        AT_ONCE["now"] -= 1
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    # Stands for a machine on the other side of the world.
    monkeypatch.setattr(asking, "is_outside", lambda number: number == "127.0.0.1")
    ASKED.clear()
    AT_ONCE.update(now=0, most=0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_what_does_not_answer_is_told_with_what_leads_there(site):
    links = " ".join(f'<a href="{site}/{name}">x</a>' for name in ("good", "get-only", "moved", "gone"))
    make_condition(title="Sciatica", body=[("paragraph", f"<p>{links}</p>")])
    make_source(authors="Tu JF", doi="", url=f"{site}/gone")
    Practitioner.objects.update(license_lookup=f"{site}/good")
    output = StringIO()
    with pytest.raises(CommandError, match="1 of 4 addresses did not answer"):
        call_command("check_links", "--pause=0", stdout=output)
    [told] = output.getvalue().splitlines()
    assert told == f"404\t{site}/gone\tSciatica; Tu 2024"
    assert AT_ONCE["most"] == 1
    # Who answers HEAD is not asked for the page.
    assert "GET /good" not in ASKED


def test_one_that_is_silent_or_away_is_given_up_in_time(site):
    addresses = {f"{site}/slow": ["A"], "http://127.0.0.1:1/": ["B"]}
    answers = list(check(addresses, seconds=0.3, pause=0))
    assert ["imed out" in answer.trouble or "refused" in answer.trouble for answer in answers] == [True, True]


def test_what_leads_inside_is_not_asked_neither_at_once_nor_by_a_redirect(site):
    inside = site.replace("127.0.0.1", "127.0.0.2")
    addresses = dict.fromkeys([f"{site}/inside", f"{site}/file", f"{inside}/good"], ["A"])
    assert all(answer.trouble for answer in check(addresses, seconds=2, pause=0))
    assert not [asked for asked in ASKED if "good" in asked]


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.1"],
)
def test_addresses_of_a_network_are_inside(number):
    assert not asking.is_outside(number)
    assert asking.is_outside("93.184.215.14")


def test_links_within_the_site_are_not_asked(settings):
    make_condition(body=[("paragraph", f'<p><a href="{settings.SITE_URL}/x/">a</a> <a href="/y/">b</a></p>')])
    assert not [one for one in outside_addresses() if one.startswith(settings.SITE_URL)]
