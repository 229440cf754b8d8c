"""Pages for the tests: each is as new as that of somebody who was never here, in a browser that is warm.

What a new browser fetches and compiles before it shows a page of the admin costs as much as the page again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

# What a page can keep for its site beside cookies, and is not gone with the page.
KEPT = "local_storage,indexeddb,cache_storage,service_workers"


class Windows:
    """Contexts of a browser, kept until its end; of a page they keep nothing but files of the site."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}

    @contextmanager
    def opened(self, whose: str, **options: Any) -> Iterator[Page]:
        """Open a page for the block, in a context of its own; what it left in there goes afterwards."""
        if whose not in self._contexts:
            self._contexts[whose] = self._browser.new_context(reduced_motion="reduce", **options)
        context = self._contexts[whose]
        yield context.new_page()
        for page in context.pages:
            _forget_what_is_kept_for(page)
            page.close()
        context.clear_cookies()
        context.unroute_all()


def _forget_what_is_kept_for(page: Page) -> None:
    """Empty the storage of the site that the page shows."""
    place = urlsplit(page.url)
    if place.netloc:
        tools = page.context.new_cdp_session(page)
        where = {"origin": f"{place.scheme}://{place.netloc}", "storageTypes": KEPT}
        tools.send("Storage.clearDataForOrigin", where)
