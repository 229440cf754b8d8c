"""Requests that nobody's browser sends, made from a number: the same number makes the same request."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.test import Client

from tests.addresses import Address
from tests.html_forms import longest_form

# What a part of an address, a parameter or a field may hold; each has crashed something somewhere.
VALUES = [
    "", " ", "\0", "a\0b", "0", "-1", "1", "2", "1.5", "1e9", "NaN", "Infinity", "null", "None", "true",
    "[]", "{}", "99999999999999999999", "-9223372036854775809", "2147483648", "9" * 5000, "१२", "٣", "²",
    "all", "x", "index", "a" * 300, "a" * 9000, "é" * 300, "\u202e\u200b\ufeff", "\ud7ff\U0010ffff",
    "\U0001f468\u200d\U0001f469", "e" + "\u0301" * 150, "'", "\"", "';--", "%", "%%s", "%(x)s",
    "{0.__class__}", "{{7*7}}", "{% debug %}", "<svg onload=alert(1)>", "../../etc/passwd", "..\\..\\x",
    "//evil.example", "https:evil.example", "javascript:alert(1)", "http://[", "\r\nX: y", "\x1b[31m",
    "\u2028", "=cmd|'/c'!A0", "a@b", "a@b.example,c@d.example", "\"a b\"@x.example", "2026-02-30",
    "0000-00-00", "9999-12-31", "10000-01-01", "2026-11-01T01:30", "24:00", "-1:00", "mon", "P1D",
    "appointments.AppointmentRequest", "wagtailcore.page", "auth.user", "articles.ConditionPage", "a.b.c",
    ".", "..", "pk", "-pk", "patient_data", "patient_data__contains", "__class__", "id__in", "title",
    "-title", "?", "*", "\\", "[" * 500, "{\"a\":" * 200, "1,2,3", "1,x", ",",
    "00000000-0000-0000-0000-000000000000", "en", "xx", "csv", "xlsx",
]  # fmt: skip
NAMES = [
    "id", "pk", "p", "q", "query", "search", "tab", "next", "page", "page_id", "per_page", "ordering",
    "order", "export", "locale", "language", "parent_page_id", "page_type", "content_type", "user", "owner",
    "users", "child_of", "fields", "limit", "offset", "type", "model", "app_label", "tag", "collection_id",
    "title", "day", "from", "to", "date", "since", "date_from", "date_to", "version", "seen", "undo",
    "action", "times", "again", "channel", "outcome", "status", "article", "answers", "step", "token",
    "create_model", "allow_external_link", "link_text", "link_url", "multiple", "select_format",
    "can_choose_root", "match_subclass", "user_perms", "target_pages", "descendant_of", "in_site",
    "for_explorer", "listing", "results_only", "latest_revision_created_at_after",
    "first_published_at_after", "mode", "in_preview_panel", "csrfmiddlewaretoken", "caller_name", "phone",
    "full_name", "relationship", "contact_by", "screen",
    "email", "note", "days", "who_for", "submission_key", "opened", "act", "login", "password", "code",
    "credential", "kept", "delete", "comment", "new_parent_page", "files[]", "slug", "edits", "period",
    "kind", "actor", "practitioner", "minutes", "starts", "start", "_method", "a[b][c]", "__proto__",
    "answer", "change", "correction", "decision", "reason", "shown", "key", "part", "pages", "weeks", "about",
    "pasted", "pasted_html", "discard", "fingerprint", "recheck_due", "creation_key", "batch", "found",
    "answer-1", "shown-1", "answer-99999999999999999999", "answer-" + "9" * 5000, "answer-\u0663",
]  # fmt: skip
METHODS = ["GET"] * 9 + ["POST"] * 9 + ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
HEADERS: dict[str, list[str]] = {
    "X-Requested-With": ["XMLHttpRequest"],
    "Accept": ["application/json", "text/html;q=x", "*/*;" * 500],
    "Accept-Language": ["en", "zz-\0", "x" * 600, "en;q=2,*;q=-1"],
    "Range": ["bytes=0-", "bytes=9-1", "bytes=" + "0-1," * 500],
    "If-Modified-Since": ["never", "Sat, 31 Feb 99999 00:00:00 GMT"],
    "If-None-Match": ['"', 'W/"x", *'],
    "Cookie": ["desk=x", "=;;=", "csrf=\xff", "messages=x:y:z; django_language=../x"],
    "Origin": ["null", "https://evil.example"],
    "Referer": ["http://[", "http://testserver/admin/\0", "x"],
    "X-Forwarded-For": ["1.2.3.4, ::1, x", "\xff", "," * 400],
    "User-Agent": ["", "x" * 5000, "\xff\xfe"],
    "Content-Encoding": ["gzip", "x"],
}
# What the beginning of a brought file may claim to be.
FILES = [
    "<h1>Title</h1><p>It cures.</p>", "<ul>" * 2000, "<table><tr><td>" * 200, "<!---->" * 40, "PK\x03\x04x",
    '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>', "%PDF-1.4", "{\\rtf1",
    '<!DOCTYPE rss [<!ENTITY a "a">]><rss xmlns:wp="http://wordpress.org/export/1.2/">&a;</rss>',
]  # fmt: skip
KINDS = [
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=edge", "multipart/form-data",
    "application/json", "text/plain; charset=utf-16", "application/x-www-form-urlencoded; charset=rot13",
    "", "x/\0",
]  # fmt: skip


@dataclass
class Hostile:
    """One request; ``number`` makes it again."""

    number: int
    who: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""
    kind: str = ""

    def __str__(self) -> str:
        sent = f"{self.method} {self.path[:200]} {self.kind} {self.body[:300]!r} {self.headers}"
        return f"{self.number} {self.who}: {sent}"[:900]

    def send(self, browser: Client) -> Any:
        """Its answer."""
        return browser.generic(
            self.method, self.path, self.body, content_type=self.kind, headers=self.headers
        )


class Maker:
    """Makes requests to ``addresses``. ``known`` has values of parts that lead somewhere."""

    def __init__(self, addresses: list[Address], known: Mapping[str, list[Any]], examples: list[str]) -> None:
        self.addresses, self.known, self.examples = addresses, known, examples

    def combinations(self) -> Iterator[tuple[dict[str, Any], Any]]:
        """Values for the parts of an address, with each number that leads somewhere."""
        first = {part: values[0] for part, values in self.known.items()}
        for number in self.known["int"]:
            yield {**first, "str": number}, number

    def make(self, number: int, who: str, read: Callable[[str], str]) -> Hostile:
        """The request of ``number``; ``read`` opens a page whose form it then spoils."""
        dice = random.Random(number)  # noqa: S311 - the same requests each time
        path, method = self._path(dice), dice.choice(METHODS)
        names = dice.sample(list(HEADERS), dice.choice([0, 0, 1, 3]))
        headers = {name: dice.choice(HEADERS[name]) for name in names}
        if dice.random() < 0.6 or method in ("GET", "HEAD"):
            path += "?" + _query(dice)
        if method in ("GET", "HEAD", "TRACE"):
            return Hostile(number, who, method, path, headers)
        kind = dice.choice(KINDS[:2] * 6 + KINDS)
        fields = _fields(dice)
        if dice.random() < 0.5:
            fields = {**longest_form(read(path)), **({} if dice.random() < 0.2 else fields)}
            _spoil(dice, fields)
        return Hostile(number, who, method, path, headers, _body(dice, kind, fields), kind)

    def _path(self, dice: random.Random) -> str:
        one = dice.choice(self.addresses)
        if one.is_regex or dice.random() < 0.05:
            return dice.choice(self.examples) + quote(dice.choice(VALUES)[:400], safe="/")
        parts = {
            part: quote(str(dice.choice(self.known[part] if dice.random() < 0.8 else VALUES)), safe="")
            for part in self.known
        }
        return one.filled(**parts)


def _query(dice: random.Random) -> str:
    if dice.random() < 0.05:
        return dice.choice(["%", "%ff=%fe", "&" * 900, "=", "a" * 9000, "%00=%00", "id=1;id=2"])
    pairs = [(dice.choice(NAMES), dice.choice(VALUES)[:3000]) for _ in range(dice.choice([0, 1, 1, 2, 3]))]
    return urlencode(pairs, errors="replace")


def _fields(dice: random.Random) -> dict[str, Any]:
    return {dice.choice(NAMES): [dice.choice(VALUES)] for _ in range(dice.choice([0, 1, 3, 6]))}


def _spoil(dice: random.Random, fields: dict[str, Any]) -> None:
    """Change, drop or double some of the fields of a form that would be taken."""
    for name in dice.sample(list(fields), min(len(fields), dice.choice([0, 1, 1, 2, 5]))):
        match dice.choice("change change drop double"):
            case "d":
                del fields[name]
            case _:
                fields[name] = [dice.choice(VALUES), *fields[name]][: dice.choice([1, 1, 2])]


def _body(dice: random.Random, kind: str, fields: dict[str, Any]) -> bytes:
    if dice.random() < 0.06:
        return dice.choice([b"", b"\xff\xfe\0", b"--edge", b"{" * 900, b"&" * 2000, b"%00=%ff"])
    if kind.startswith("multipart"):
        return _multipart(dice, fields)
    if kind == "application/json":
        return json.dumps(fields).encode()
    return urlencode(fields, doseq=True, errors="replace").encode()


def _multipart(dice: random.Random, fields: dict[str, Any]) -> bytes:
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [
        f"--edge\r\n{head.format(name)}\r\n\r\n{value}\r\n"
        for name, values in fields.items()
        for value in values
    ]
    if dice.random() < 0.5:
        name, file = dice.choice(["file", "files[]", "import_file", "x"]), dice.choice(VALUES)[:200]
        ending = dice.choice(["png", "png", "docx", "html", "txt", "xml"])
        parts.append(
            f'--edge\r\n{head.format(name)}; filename="{file}.{ending}"\r\n\r\n'
            f"{dice.choice(VALUES + FILES)}\r\n"
        )
    return ("".join(parts) + dice.choice(["--edge--\r\n", "--edge", ""])).encode(errors="replace")
