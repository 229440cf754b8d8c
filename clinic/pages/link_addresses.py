"""Addresses that links may lead to: of pages, mail and phones, never of something that a browser runs."""

import re

SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "geo"})
# What browsers take out of an address before they look at it.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")
_SCHEME = re.compile(r"([^/?#:]*):")


def scheme_of(address: str) -> str:
    """Return the scheme of an address as a browser reads it; empty for an address within the site."""
    match = _SCHEME.match(_IGNORED.sub("", address))
    return match[1].lower() if match else ""


def leads_somewhere(address: str) -> bool:
    """Return whether a link to the address leads to a page, a phone or a mail."""
    return scheme_of(address) in SCHEMES | {""}
