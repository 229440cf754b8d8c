"""Kept pages of one process: in a bounded number of bytes, and each made by one thread at a time."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Lock
from typing import NamedTuple

from django.conf import settings

# What an entry takes besides its body and headers, about.
_ENTRY_BYTES = 1024


class Address(NamedTuple):
    """Address of a page, by everything that a page may depend on."""

    scheme: str
    host: str
    path: str


@dataclass(frozen=True)
class KeptPage:
    """Page as it was rendered under a version; right ``until`` it changes by itself, if it ever does."""

    version: int
    until: datetime | None
    etag: str
    headers: Mapping[str, str]
    body: bytes
    is_gzipped: bool

    @property
    def size(self) -> int:
        """Bytes of memory that it takes, about."""
        return (
            _ENTRY_BYTES + len(self.body) + sum(len(name) + len(text) for name, text in self.headers.items())
        )


class Shelf:
    """Kept pages by their address, at most one for each; the one that nobody asked for longest goes first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Address, KeptPage] = OrderedDict()
        self._being_made: dict[tuple[Address, int], Event] = {}
        self._lock = Lock()
        self.size = 0

    def get(self, address: Address) -> KeptPage | None:
        """Return the page, which may be out of date."""
        with self._lock:
            page = self._pages.get(address)
            if page is not None:
                self._pages.move_to_end(address)
            return page

    def put(self, address: Address, page: KeptPage) -> None:
        """Keep the page in place of an earlier one, as far as there is room. A newer one stays."""
        most = settings.KEPT_PAGES_MEGABYTES * 1024 * 1024
        with self._lock:
            before = self._pages.get(address)
            if page.size > most or (before is not None and before.version > page.version):
                return
            if before is not None:
                self._take(address)
            while self._pages and self.size + page.size > most:
                self._take(next(iter(self._pages)))
            self._pages[address] = page
            self.size += page.size

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._pages.clear()
            self.size = 0

    def begin(self, address: Address, version: int) -> Event | None:
        """Take on to make the page; where somebody has, return what tells that they are done."""
        with self._lock:
            if (made := self._being_made.get((address, version))) is not None:
                return made
            self._being_made[address, version] = Event()
            return None

    def end(self, address: Address, version: int) -> None:
        """Let go on who waits for the page, whether it was kept or not."""
        with self._lock:
            made = self._being_made.pop((address, version))
        made.set()

    def _take(self, address: Address) -> None:
        self.size -= self._pages.pop(address).size


SHELF = Shelf()
