"""Words that nobody else types, and the search for them in whatever way they may be written."""

import base64
import re
import secrets
import string
import zlib
from collections.abc import Iterator
from urllib.parse import quote

# Letters alone: as good in a name as in an address, and never longer than a name may be.
STEM = "q" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(11))
# A number that has the shape of one and belongs to nobody in these tests.
NUMBER = "949" + str(secrets.choice(range(2, 10))) + "".join(secrets.choice("0123456789") for _ in range(6))
PHONE = f"({NUMBER[:3]}) {NUMBER[3:6]}-{NUMBER[6:]}"


def word(field: str) -> str:
    """The word that is typed into ``field``."""
    return f"{STEM}{field}"


def address(field: str) -> str:
    """The e-mail address that is typed into ``field``."""
    return f"{word(field)}@x.example"


# Streams that zlib or gzip begin so, a file in a ZIP (such as an XLSX), and what Django's signing makes of a
# stream. A megabyte is enough of each.
_COMPRESSED = re.compile(rb"x[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_ZIPPED = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)
_SIGNED = re.compile(rb"eJ[\w+/-]{16,}")
_MOST = 1_000_000


def _spellings(text: str) -> Iterator[tuple[str, bytes]]:
    plain = text.encode()
    yield "as typed", plain
    yield "UTF-16", text.encode("utf-16-le")
    yield "hex", plain.hex().encode()
    yield "HEX", plain.hex().upper().encode()
    yield "URL-quoted", quote(text, safe="").encode()
    yield "URL-quoted", "".join(f"%{byte:02X}" for byte in plain).encode()
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain)
        # What stands beside the word decides the first and the last letters.
        yield "base64", encoded[(0, 2, 3)[shift] : len(encoded) // 4 * 4 - 4]


def _all_spellings(*words: str) -> dict[bytes, str]:
    # The first name that a spelling has: letters are the same as typed and in an address.
    return {found: how for each in words for how, found in reversed(list(_spellings(each)))}


_PATTERNS = _all_spellings(
    STEM,
    STEM.upper(),
    STEM.capitalize(),
    NUMBER,
    f"{NUMBER[:3]}-{NUMBER[3:6]}-{NUMBER[6:]}",
    f"{NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]}",
    f"{NUMBER[:3]}) {NUMBER[3:6]}-{NUMBER[6:]}",
)
_PATTERNS[quote(PHONE, safe="").replace("%20", "+").encode()] = "URL-quoted"


def found_in(data: bytes | str, *, deep: bool = True) -> set[str]:
    """The ways in which one of the words stands in ``data``; ``deep``: also in what looks compressed."""
    if isinstance(data, str):
        data = data.encode(errors="replace")
    found = {how for pattern, how in _PATTERNS.items() if pattern in data}
    if deep:
        for inner in unpacked(data):
            found |= {f"compressed, {how}" for how in found_in(inner, deep=False)}
    return found


def unpacked(data: bytes) -> Iterator[bytes]:
    """Whatever comes out of what looks compressed, wherever it begins."""
    for match in _COMPRESSED.finditer(data):
        kind = 31 if match[0].startswith(b"\x1f") else 15
        yield _inflated(memoryview(data)[match.start() : match.start() + _MOST], kind)
    for match in _ZIPPED.finditer(data):
        # After the names; a stream without a head of its own.
        start = match.end() + sum(int.from_bytes(length, "little") for length in match.groups())
        yield _inflated(memoryview(data)[start : start + _MOST], -15)
    for match in _SIGNED.finditer(data):
        text = match[0].translate(bytes.maketrans(b"-_", b"+/"))
        # Cut anywhere, it still opens as far as it goes.
        yield _inflated(base64.b64decode(text[: len(text) // 4 * 4]), 15)


def _inflated(data: bytes | memoryview, kind: int) -> bytes:
    """As much as comes out before the stream ends or breaks."""
    stream, out = zlib.decompressobj(kind), bytearray()
    for start in range(0, len(data), 16):
        try:
            out += stream.decompress(data[start : start + 16], _MOST)
        except zlib.error:
            break
        if stream.eof or len(out) > _MOST:
            break
    return bytes(out)
