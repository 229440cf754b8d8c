"""Reads every public page of the demonstration site as a search engine would, following links from home."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection
from django.test import Client

SITE_URL = "https://www.halls.example"
LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"')
META = re.compile(r'<meta\s+(?:name|property)="([^"]+)"\s+content="([^"]*)"')
CANONICAL = re.compile(r'<link rel="canonical"\s+href="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# What no reader sees as words.
UNSEEN = re.compile(r"<(script|style|svg|head)\b.*?</\1>", re.DOTALL)
TABLE = re.compile(r'\b(?:FROM|JOIN) "(\w+)"')
FORM = "/appointments/request/"


@dataclass
class Crawled:
    """One address as it answered."""

    path: str
    html: str
    tables: set[str] = field(default_factory=set)
    metas: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.metas = [(name, unescape(value)) for name, value in META.findall(self.html)]

    @property
    def links(self) -> list[str]:
        """Where its links lead, in their order."""
        return [unescape(link) for link in LINK.findall(self.html)]

    @property
    def footer_links(self) -> list[str]:
        """The links of its footer alone."""
        return [unescape(link) for link in LINK.findall(self.html[self.html.index("<footer") :])]

    @property
    def title(self) -> str:
        """What the browser's tab shows."""
        return " ".join(unescape(TITLE.findall(self.html)[0]).split())

    @property
    def canonicals(self) -> list[str]:
        """Every canonical address that it names."""
        return CANONICAL.findall(self.html)

    @property
    def is_listed(self) -> bool:
        """Whether search engines may list it."""
        return not any("noindex" in rule for rule in self.contents("robots"))

    @property
    def is_page(self) -> bool:
        """Whether it is a page that editors write; the form may be listed, and is none."""
        return self.is_listed and self.path != FORM

    @property
    def seen(self) -> str:
        """All that readers see, without blanks: markup may stand between any two words."""
        return squeezed(re.sub(r"<[^>]+>", "", UNSEEN.sub("", self.html)))

    def contents(self, name: str) -> list[str]:
        """What the metas of one name hold."""
        return [value for each, value in self.metas if each == name]


def squeezed(text: str) -> str:
    """The text in small letters without blanks."""
    return re.sub(r"\s+", "", unescape(text)).casefold()


@contextmanager
def tables_read() -> Iterator[set[str]]:
    """Collects the tables that are read within the block."""
    found: set[str] = set()

    def look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found.update(TABLE.findall(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        yield found


def crawl(client: Client) -> dict[str, Crawled]:
    """Every page that links lead to from the home page, by its path; a dead link fails."""
    waiting, found = ["/"], {}
    while waiting:
        path = waiting.pop()
        with tables_read() as tables:
            response = client.get(path)
        assert response.status_code == 200, f"{path} answers {response.status_code}"
        found[path] = Crawled(path, response.content.decode(), tables)
        for link in found[path].links:
            target = urlsplit(link)
            is_ours = not target.scheme and not target.netloc and target.path.startswith("/")
            if is_ours and target.path not in {*found, *waiting}:
                waiting.append(target.path)
    return found


def read_sitemap(client: Client) -> list[str]:
    """Every address that the sitemap lists."""
    return re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").content.decode())


def load_demonstration_site() -> None:
    """The demonstration site, as `make run` loads it."""
    call_command("load_demo_site", password="needles-in-the-haystack", stdout=StringIO())
