"""The search itself: it finds a word however it is written, and rings for a leak into each place."""

import base64
import gzip
import io
import zipfile
import zlib
from urllib.parse import quote

from django.core import signing

import pytest

from .cluster import cluster_sinks
from .sinks import Sinks
from .words import NUMBER, PHONE, found_in, word


def zipped(text: str) -> bytes:
    """As an export lies in a folder."""
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{text}</t>" * 9)
    return file.getvalue()


WAYS = {
    "as typed": lambda text: text,
    "in capitals": str.upper,
    "UTF-16": lambda text: text.encode("utf-16-le"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, one later": lambda text: base64.b64encode(b"x" + text.encode() + b"yz"),
    "base64, two later": lambda text: base64.urlsafe_b64encode(b"xy" + text.encode()),
    "hex": lambda text: text.encode().hex(),
    "in an address": lambda text: quote(text),
    "zlib": lambda text: b"before" + zlib.compress(text.encode() * 3) + b"after",
    "gzip": lambda text: gzip.compress(text.encode()),
    "zip": zipped,
    "zlib, cut": lambda text: zlib.compress(text.encode() + bytes(range(256)) * 40)[:200],
    "signed": lambda text: signing.dumps({"name": text, "rest": "x" * 300}, compress=True),
}
# Those of the test's own process; the names are those of the fixture's.
PLACES = (
    "log", "output", "tables", "sessions", "mail", "mail headers", "attachments", "cache", "kept pages",
    "fragments", "media", "temporary folder", "var", "addresses", "titles", "error pages", "links",
    "referrers", "error reports",
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "typed", [f"Ms {word('name')} of x", f"at {PHONE}.", f"+1{NUMBER}"], ids=["name", "phone", "+1"]
)
def test_a_word_is_found_however_it_is_written(way, typed):
    assert found_in(b"\0" * 99 + _bytes(WAYS[way](typed)) + b"\0" * 99)


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def test_what_nobody_typed_is_not_found():
    for text in ("", "Mara Whitfield (949) 555-0142", "q" * 40, zlib.compress(b"nothing" * 100)):
        for way in WAYS.values():
            assert not found_in(_bytes(way(text) if isinstance(text, str) else text)), text


@pytest.mark.parametrize("place", PLACES)
def test_a_leak_into_a_place_is_found_there(sinks: Sinks, place):
    assert [sink.name for sink in sinks.all] == list(PLACES)
    assert sinks.search() == {}
    next(sink for sink in sinks.all if sink.name == place).leak(word("leak"))
    # Some places overlap: a session is a row, an answer has headers.
    assert [hit for hit in sinks.search() if place in hit.partition(":")[0].split(", ")]


@pytest.mark.parametrize("place", ["data directory", "write-ahead log", "log of Postgres"])
@pytest.mark.django_db
def test_a_leak_into_postgres_is_found_there(place):
    sink = next(one for one in cluster_sinks() if one.name == place)
    # A word of its own: another test searches the same files.
    assert not any(b"leakedbyatest" in held for _where, held in sink.read())
    sink.leak("leakedbyatest")
    assert any(b"leakedbyatest" in held for _where, held in sink.read())
