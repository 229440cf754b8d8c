"""The addresses in a page: whatever its browser could ask a server for, with what is typed into it."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode

_ADDRESSES = {"href", "src", "srcset", "action", "formaction", "poster", "ping", "cite"}
# How the value of another attribute begins that a script, or the browser after a while, asks for.
_BEGINS = ("/", "?", "http", "0;")
# They open a program of the device, and ask no server for anything.
_ASKS_NOBODY = ("tel:", "mailto:", "sms:", "data:")


def addresses_in(html: str) -> Iterator[str]:
    """Yield each address; of a form that is sent by GET, the one with what its fields hold."""
    yield from _Reader(html).found


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_get = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        for name, value in known.items():
            is_address = name in _ADDRESSES or (name != "value" and value.startswith(_BEGINS))
            if is_address and not value.strip().startswith(_ASKS_NOBODY):
                self.found.append(value)
        if tag == "form":
            self.is_get = known.get("method", "get").casefold() == "get"
        elif self.is_get and known.get("name"):
            self.found.append("?" + urlencode({known["name"]: known.get("value", "")}))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_get = False
