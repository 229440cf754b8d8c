"""Addresses of other sites that public pages lead to, and whether they answer. An operator asks for it."""

import threading
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlsplit

from wagtail.models import Page

from articles.models import Source
from clinic.models import Practitioner

from .asking import outside_opener
from .reading import links_of

# Hosts that are asked at the same time; of each host one address at a time.
MOST_HOSTS = 4
AGENT = "Mozilla/5.0 (compatible; clinic link check)"
# Sites that do not answer HEAD, or refuse it, are asked for the page itself.
ASK_AGAIN = {400, 401, 403, 404, 405, 406, 429, 500, 501, 503}


class Answer(NamedTuple):
    """Address, where it stands, and what came back: an empty trouble means that it answered."""

    address: str
    stands_in: list[str]
    trouble: str


def outside_addresses() -> dict[str, list[str]]:
    """Return every address of another site with the titles of what leads there."""
    found: dict[str, list[str]] = {}
    for page in Page.objects.live().specific().iterator():
        for link in links_of(page):
            if urlsplit(link.address).scheme in ("http", "https"):
                found.setdefault(link.address, []).append(page.title)
    for source in Source.objects.all():
        if source.link:
            found.setdefault(source.link, []).append(source.short_name)
    for person in Practitioner.objects.active():
        if person.license_lookup:
            found.setdefault(person.license_lookup, []).append(person.name)
    return {address: list(dict.fromkeys(titles)) for address, titles in sorted(found.items())}


def check(addresses: dict[str, list[str]], *, seconds: float, pause: float) -> Iterator[Answer]:
    """Ask each address, and yield the answers host by host; waits ``pause`` between two of one host."""
    by_host: dict[str, list[str]] = {}
    for address in addresses:
        by_host.setdefault(urlsplit(address).netloc, []).append(address)
    with ThreadPoolExecutor(MOST_HOSTS) as pool:
        for troubles in pool.map(lambda own: _ask_in_turn(own, seconds, pause), by_host.values()):
            for address, trouble in troubles:
                yield Answer(address, addresses[address], trouble)


def _ask_in_turn(addresses: Iterable[str], seconds: float, pause: float) -> list[tuple[str, str]]:
    answers = []
    for place, address in enumerate(addresses):
        if place:
            threading.Event().wait(pause)
        answers.append((address, _trouble(address, seconds)))
    return answers


def _trouble(address: str, seconds: float) -> str:
    """Return why the address does not answer; empty if it does."""
    trouble = _ask(address, "HEAD", seconds)
    return _ask(address, "GET", seconds) if trouble in {str(code) for code in ASK_AGAIN} else trouble


def _ask(address: str, method: str, seconds: float) -> str:
    request = urllib.request.Request(address, method=method, headers={"User-Agent": AGENT})  # noqa: S310 - http and https alone are asked for
    try:
        with outside_opener().open(request, timeout=seconds):
            return ""
    except HTTPError as error:
        error.close()
        return str(error.code)
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        return f"{type(error).__name__}: {reason}"
