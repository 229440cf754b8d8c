"""The addresses in a page: whatever its browser could ask a server for, with what is typed into it."""

import re
from collections.abc import Iterator
from html import unescape

_ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_ADDRESSES = {"href", "src", "srcset", "action", "formaction", "poster", "ping", "cite"}
# How the value of another attribute begins that a script, or the browser after a while, asks for.
_BEGINS = ("/", "?", "http", "0;")
# They open a program of the device, and ask no server for anything.
_ASKS_NOBODY = ("tel:", "mailto:", "sms:", "data:")


def addresses_in(html: str) -> Iterator[str]:
    """Yield each address, and what the fields of a form hold that is sent by GET."""
    for name, value in _ATTRIBUTE.findall(html):
        is_address = name in _ADDRESSES or (name != "value" and value.startswith(_BEGINS))
        if is_address and not value.strip().startswith(_ASKS_NOBODY):
            yield unescape(value)
    for attributes, fields in _FORM.findall(html):
        if 'method="post"' not in attributes.casefold():
            yield from (unescape(value) for name, value in _ATTRIBUTE.findall(fields) if name == "value")
