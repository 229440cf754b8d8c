"""Everything that a word may run into: where each is, how it is read, and how a test leaks into it."""

import gzip
import io
import json
import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.http import HttpResponse
from django.utils.module_loading import import_string

from clinic.accounts.session_store import SessionStore
from clinic.error_reports.contents import allowed
from clinic.error_reports.watching import ErrorReporter
from clinic.fragments.memory import MEMORY, Fragment
from clinic.kept_pages.shelf import SHELF, Address, KeptPage
from clinic.models import AccountEvent

from .links import addresses_in
from .words import found_in

Found = Iterator[tuple[str, bytes | str]]
# The page that a developer's machine shows of an error repeats it to whoever caused it.
_OF_DEVELOPERS = b"<code>DEBUG = True</code>"
_GIVE_NOTHING_BACK = (400, 403, 404, 405, 410, 413, 500)
# What git keeps and what the tools of the tests write is no place of the site's.
_NOT_OURS = ("test-database", "coverage", "browser", "chromium")


@dataclass
class Sink:
    """A place: ``read`` yields what is there, ``leak`` puts a word there as a careless line of code would."""

    name: str
    read: Callable[[], Found]
    leak: Callable[[str], Any]


@dataclass
class Sinks:
    """All places of one test, from its beginning on. ``allowed``: addresses that mail may go to."""

    folder: Path
    capture: Any
    allowed: set[str] = field(default_factory=set)
    answers: list[HttpResponse] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.time)

    def __post_init__(self) -> None:
        self.log = io.StringIO()
        self.handler = _handler_of_production(self.log)
        self.reports = Kept()
        self.reporter = ErrorReporter(self.reports)  # type: ignore[arg-type]  # it sends nothing
        for name in ("temp", "media"):
            (self.folder / name).mkdir()
        self.all = [
            Sink("log", lambda: iter([("log", self.log.getvalue())]), logging.getLogger("clinic").debug),
            Sink("output", self._output, lambda word: print(word, file=sys.stderr)),  # noqa: T201 - the leak
            Sink("tables", rows, lambda word: _leak_into_a_row(word)),
            Sink("sessions", rows, _leak_into_a_session),
            Sink("mail", self._mail, lambda word: mail.send_mail("New", word, None, ["desk@clinic.example"])),
            Sink("mail headers", self._mail, _leak_into_a_header),
            Sink("attachments", self._mail, _leak_into_an_attachment),
            Sink("cache", _cached, lambda word: cache.set("leak", {"of": word})),
            Sink("kept pages", _kept_pages, _leak_into_a_kept_page),
            Sink("fragments", _fragments, _leak_into_a_fragment),
            Sink("media", self._files, _leak_into_media),
            Sink("temporary folder", self._files, _leak_into_a_temporary_file),
            Sink("var", lambda: files(settings.VAR_DIR, since=self.began), _leak_into_var),
            Sink("addresses", self._addresses, self._leak_into_an_address),
            Sink("titles", self._addresses, self._leak_into_a_title),
            Sink("error pages", self._error_pages, self._leak_into_an_error_page),
            Sink("links", self._asked_for, self._leak_into_a_link),
            Sink("referrers", self._asked_for, self._leak_into_a_referrer),
            Sink("error reports", lambda: iter([("report", str(self.reports))]), self.reports.leak),
        ]

    def saw(self, *answers: Any) -> None:
        """Keep answers whose headers, cookies, addresses and titles are searched."""
        for answer in answers:
            self.answers.append(answer)

    def search(self) -> dict[str, set[str]]:
        """Where words were found, and how they were written there."""
        hits: dict[str, set[str]] = {}
        # Several sinks are read in the same way: the rows, the mail and the answers once each.
        names: dict[Callable[[], Found], str] = {}
        for sink in self.all:
            names[sink.read] = f"{names[sink.read]}, {sink.name}" if sink.read in names else sink.name
        for read, name in names.items():
            for where, held in read():
                if how := found_in(held):
                    hits.setdefault(f"{name}: {where}", set()).update(how)
        return hits

    def _output(self) -> Found:
        self.printed += self.capture.readouterr()
        yield "output", "".join(self.printed)

    def _files(self) -> Found:
        return files(self.folder)

    def _mail(self) -> Found:
        for message in mail.outbox:
            made = message.message()
            # Read as it is by whoever gets it: a line as sent may end in the middle of a word.
            heads = [
                str(make_header(decode_header(str(text)))) for part in made.walk() for text in part.values()
            ]
            # A calendar folds its lines.
            parts = [(part.get_payload(decode=True) or b"").replace(b"\r\n ", b"") for part in made.walk()]
            whole = b"\n".join([*(text.encode() for text in heads), *parts])
            for address in self.allowed:
                whole = whole.replace(address.encode(), b"")
            yield message.subject.partition(":")[0][:12], whole

    def _addresses(self) -> Found:
        for answer in self.answers:
            led = [answer, *(Redirected(*step) for step in getattr(answer, "redirect_chain", ()))]
            for one in led:
                yield "headers", f"{one.headers} {one.cookies}"
            if "html" in answer.headers.get("Content-Type", "") and not answer.streaming:
                yield "title", " ".join(re.findall(r"<title>.*?</title>", answer.content.decode(), re.DOTALL))

    def _error_pages(self) -> Found:
        """Those that give nothing back: they are for whoever asks, and are not of the form."""
        for answer in self.answers:
            is_searched = answer.status_code in _GIVE_NOTHING_BACK and not answer.streaming
            if is_searched and _OF_DEVELOPERS not in answer.content:
                yield str(answer.status_code), answer.content

    def _asked_for(self) -> Found:
        """What a browser asks for because of the answers, and names as the page that it comes from."""
        for answer in self.answers:
            asked = getattr(answer, "request", {})
            yield "referrer", f"{asked.get('PATH_INFO', '')}?{asked.get('QUERY_STRING', '')}"
            if "html" in answer.headers.get("Content-Type", "") and not answer.streaming:
                yield "link", "\n".join(addresses_in(answer.content.decode()))

    def _leak_into_a_link(self, word: str) -> None:
        self.saw(HttpResponse(f'<a href="/admin/requests/?q={word}">Again</a>'))

    def _leak_into_a_referrer(self, word: str) -> None:
        page = HttpResponse()
        page.request = {"PATH_INFO": "/admin/requests/", "QUERY_STRING": f"q={word}"}  # type: ignore[attr-defined]  # as the test's client does
        self.saw(page)

    def _leak_into_an_address(self, word: str) -> None:
        self.saw(HttpResponse(headers={"Location": f"/somewhere/?name={word}"}))

    def _leak_into_an_error_page(self, word: str) -> None:
        self.saw(HttpResponse(f"KeyError at /somewhere/: {word}", status=500))

    def _leak_into_a_title(self, word: str) -> None:
        self.saw(HttpResponse(f"<html><title>Request of {word}</title></html>"))


@dataclass
class Kept:
    """Error reports as they would be sent to whoever gets them."""

    sent: list[str] = field(default_factory=list)

    def send(self, report: dict[str, Any]) -> None:
        self.sent.append(json.dumps(allowed(report)))

    def leak(self, word: str) -> None:
        self.send({"transaction": f"/somewhere/{word}/"})


@dataclass
class Redirected:
    """One step of a chain of redirects."""

    address: str
    status: int
    cookies: str = ""

    @property
    def headers(self) -> str:
        return self.address


def _handler_of_production(stream: io.StringIO) -> logging.Handler:
    """The console of a clinic's server, for records of all levels."""
    handler = logging.StreamHandler(stream)
    console, filters = settings.LOGGING["handlers"]["console"], settings.LOGGING["filters"]
    for name in console["filters"]:
        handler.addFilter(import_string(filters[name]["()"])())
    handler.setFormatter(import_string(settings.LOGGING["formatters"]["json"]["()"])())
    return handler


def rows() -> Found:
    """The rows of each table, as text: what is sealed is there as it is sealed."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - names from the database
            yield table, "\n".join(row[0] for row in cursor.fetchall())


def files(folder: Path, since: float = 0) -> Found:
    """Every file below ``folder`` that was written ``since``, with its name."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(_NOT_OURS)]
        for name in names:
            path = Path(place, name)
            if not name.startswith(_NOT_OURS) and path.is_file() and path.stat().st_mtime >= since:
                yield name, str(path.relative_to(folder)).encode() + path.read_bytes()


def _cached() -> Found:
    for key, value in getattr(cache, "_cache", {}).items():
        yield "cache", key.encode() + value


def _kept_pages() -> Found:
    for address, page in SHELF._pages.items():
        yield address.path, f"{address} {page.headers}".encode() + page.body


def _fragments() -> Found:
    for key, (fragment, _size) in MEMORY._kept.items():
        yield "fragment", f"{key!r} {fragment!r}"


def _leak_into_a_header(word: str) -> None:
    # Written in Base64, whose lines end anywhere.
    mail.send_mail(f"Über {'é' * 35} {word}", "-", None, ["a@b.example"])


def _leak_into_an_attachment(word: str) -> None:
    message = mail.EmailMessage("New", "-", None, ["desk@clinic.example"])
    message.attach("visit.pdf", b"x" * 50 + word.encode(), "application/pdf")
    message.send()


def _leak_into_a_kept_page(word: str) -> None:
    body = gzip.compress(word.encode())
    SHELF.put(Address("http", "testserver", "/"), KeptPage(1, None, "", {}, body, is_gzipped=True))


def _leak_into_a_fragment(word: str) -> None:
    MEMORY.keep(("menu",), Fragment({"of": word}, {}, {}, 1))


def _leak_into_a_row(word: str) -> None:
    AccountEvent.objects.create(kind="signed_in", details={"of": word})


def _leak_into_a_session(word: str) -> None:
    session = SessionStore()
    session["typed"] = {"of": word, "and": "x" * 500}
    session.save()


def _leak_into_media(word: str) -> None:
    storages["renditions"].save("note.txt", ContentFile(word.encode()))


def _leak_into_a_temporary_file(word: str) -> None:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(word.encode())


def _leak_into_var(word: str) -> None:
    (settings.VAR_DIR / "leak-of-a-test.txt").write_text(word)
