"""Chromium for the browser tests. Where none can be had they are skipped, loudly; in CI that is an error."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.databases import address_of, copy_of, made_once

from .chromium import NoSuchChromium, find_chromium, launch
from .site import Site, load_demonstration, serving
from .windows import Windows

# Five seconds, the default, are not enough on a machine that does other things as well.
PATIENCE = 20_000
NONE_FOUND = "NO CHROMIUM: the browser tests did not run. Install chromium or set CHROMIUM_PATH."


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser come after all others, the long ones first: no core waits for one at the end.

    Playwright keeps an event loop in the thread of the tests from its start to their end. In such a thread
    Django refuses queries, and hands out another connection than the one that the test database was set up
    with: a test that empties the tables would leave them empty.
    """
    # Of the others none moves: those that empty the tables must stay last.
    items.sort(key=lambda item: [_is(item, "browser"), _is(item, "browser") and not _is(item, "long")])


def _is(item: pytest.Item, marker: str) -> bool:
    return item.get_closest_marker(marker) is not None


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of a Chromium that runs here."""
    try:
        path = find_chromium()
    except NoSuchChromium as error:
        pytest.fail(str(error), pytrace=False)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NONE_FOUND, pytrace=False)
        pytest.skip(NONE_FOUND)
    return path


@pytest.fixture(scope="session")
def playwright(untouched_database: str) -> Iterator[Playwright]:
    """What drives browsers. Beside it Django can make no database any more."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(chromium_path: str, playwright: Playwright) -> Iterator[Browser]:
    """One headless browser for all tests, with the fonts, zone and language that ``launch`` sets."""
    browser = launch(playwright, chromium_path)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Windows]:
    """Where pages are opened."""
    yield Windows(browser)


@pytest.fixture
def page(windows: Windows) -> Iterator[Page]:
    """A page of a visitor who was never here before."""
    with windows.opened("first") as page:
        yield page


@pytest.fixture
def other(windows: Windows) -> Iterator[Page]:
    """A page of somebody else at the same time."""
    with windows.opened("second") as page:
        yield page


@pytest.fixture
def plain(windows: Windows) -> Iterator[Page]:
    """A page of a visitor whose browser runs no scripts."""
    with windows.opened("plain", java_script_enabled=False) as page:
        yield page


@pytest.fixture(params=["page", "plain"], ids=["with script", "without script"])
def visitor(request: pytest.FixtureRequest) -> Page:
    """A page on a phone, with and without JavaScript."""
    page: Page = request.getfixturevalue(request.param)
    page.set_viewport_size({"width": 390, "height": 844})
    return page


@pytest.fixture(scope="session")
def demonstration(chromium_path: str, untouched_database: str) -> Iterator[str]:
    """The name of a database with the demonstration's content, for sites to start from a copy of it."""

    def load(name: str) -> None:
        load_demonstration(address_of(name))

    if os.environ.get("DATABASE_URL"):
        with copy_of(untouched_database, "demonstration") as name:
            load(name)
            yield name
    else:
        # In the Postgres that all workers of this run share, and that ends with it.
        yield made_once("test_demonstration", untouched_database, load)


@pytest.fixture(scope="session")
def site(demonstration: str) -> Iterator[Site]:
    """The whole site, running, for all browser tests."""
    with copy_of(demonstration, "site") as name, serving(address_of(name)) as site:
        yield site
