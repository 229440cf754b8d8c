"""Addresses as the log keeps them: the template of the route, never what stood in it."""

import re

from django.urls import Resolver404, resolve

_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
# A route written as a regular expression is no template: the one of the pages takes any path.
_EXPRESSION = re.compile(r"[()^$\\\[]")
# Words of a page's address. Tokens are longer, or hold capitals.
_WORDS = re.compile(r"[a-z0-9]{1,20}(?:[-_][a-z0-9]{1,20})*(?:\.[a-z0-9]{1,8})?")
LEFT_OUT = "-"


def template_of(path: str) -> str:
    """Return the template of the route that ``path`` leads to, or the path without what is no plain word."""
    return route_of(path) or plain(path)


def route_of(path: str) -> str:
    """Return the template of the route that ``path`` leads to; empty for pages, and where none does."""
    try:
        route = resolve(path).route
    except Resolver404:
        return ""
    return "" if _EXPRESSION.search(route) else "/" + _CONVERTER.sub(r"<\1>", route)


def plain(path: str) -> str:
    """Return the path without what is no plain word."""
    return "/".join(part if not part or _WORDS.fullmatch(part) else LEFT_OUT for part in path.split("/"))
