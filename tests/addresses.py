"""Every address of the site's URLconf, with something in place of each of its parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf: its name with its namespaces, its route, the module of its view."""

    name: str
    route: str
    module: str

    @property
    def is_regex(self) -> bool:
        """Whether it is no plain route; some routers put a needless caret between two of those."""
        return bool(re.search(r"[\\(*]", self.route))

    def filled(self, **values: Any) -> str:
        """Its path, with the value of a part's name, or else of its kind."""
        route = self.route.replace("^", "").replace("$", "")
        return "/" + PART.sub(lambda part: str(values.get(part["name"], values.get(part["kind"]))), route)


def all_addresses() -> list[Address]:
    """Every pattern, those of Wagtail included."""
    return list(_walk(get_resolver().url_patterns, "", ()))


def _walk(patterns: list[Any], before: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            view = getattr(one.callback, "view_class", one.callback)
            yield Address(":".join([*spaces, one.name or ""]), route, getattr(view, "__module__", ""))
        else:
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from _walk(one.url_patterns, route, inner)
