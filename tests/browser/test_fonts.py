"""Pages on other fonts than in all other tests: nothing is too wide or too small, or hides the focus."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Playwright

from .chromium import launch
from .fontsets import EAST_ASIAN, MONOSPACE, SETS
from .looking import AXE, COVERED, ENLARGE, TOO_WIDE
from .signing_in import find_request, sign_in
from .site import Site
from .test_accessibility import ARRIVE, FITS
from .test_journey import ask_for_appointment

pytestmark = pytest.mark.browser

# A page of each template, with what is widest on it.
PUBLIC = ("/", "/conditions/", "/conditions/sciatica/", "/fees/", "/appointments/request/?article=sciatica")
SIZES = {320: 640, 1280: 900}
TARGETS = {"type": "rule", "values": ["target-size"]}
# Links of the record that stand alone: WCAG wants 24 px, whatever lies around them.
LOW = """() => [...document.querySelectorAll("main :is(dd > a, li > a, .desk-call__mail a, button, summary)")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".w-breadcrumbs"))
    .filter((one) => one.getBoundingClientRect().height < 24)
    .map((one) => one.outerHTML.slice(0, 80))"""
# Tabs that begin or end outside of their list.
OUTSIDE = """(tabs) => tabs.filter((tab) => {
    const [inner, outer] = [tab.getBoundingClientRect(), tab.parentElement.getBoundingClientRect()];
    return inner.left < outer.left - 1 || inner.right > outer.right + 1;
}).map((tab) => tab.innerText)"""
# The families that a page is drawn with, where a stylesheet asks for what machines have.
ASKED = ("system-ui", "Arial", "Georgia, serif", "monospace", "'No Such Font'")


@pytest.fixture(scope="module", params=["dejavu", "liberation", "wide"])
def other_browser(
    request: pytest.FixtureRequest, chromium_path: str, playwright: Playwright
) -> Iterator[Browser]:
    """A browser with another set of fonts."""
    browser = launch(playwright, chromium_path, request.param)
    yield browser
    browser.close()


@pytest.fixture
def other(other_browser: Browser) -> Iterator[Page]:
    """A page in that browser."""
    context = other_browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def reference(site: Site, browser: Browser) -> str:
    """The reference of a request that came in."""
    page = browser.new_page()
    reference = ask_for_appointment(page, site)
    page.close()
    return reference


def test_public_pages_on_other_fonts(other: Page, site: Site):
    problems = []
    for address in PUBLIC:
        other.goto(site.address + address)
        other.evaluate(AXE_SCRIPT)
        for width, height in SIZES.items():
            other.set_viewport_size({"width": width, "height": height})
            problems += [f"{address} {width} {found}" for found in layout_problems(other)]
    assert not problems, "\n".join(problems)


def layout_problems(page: Page) -> list[str]:
    """What the fonts do to a public page."""
    problems = page.evaluate(AXE, TARGETS)
    problems += ["is too wide"] if page.evaluate(TOO_WIDE) else []
    problems += [f"the bar covers {control}" for control in page.evaluate(COVERED)]
    page.evaluate(ENLARGE, "200%")
    problems += ["is too wide with text of twice the size"] if page.evaluate(TOO_WIDE) else []
    page.evaluate(ENLARGE, "")
    return problems


def test_the_desk_on_other_fonts(other: Page, site: Site, reference: str):
    sign_in(other, f"{site.address}/admin/requests/?tab=first_look", "desk@clinic.example")
    tabs = other.locator(".desk-tabs li")
    assert at_each_size(other, lambda: tabs.evaluate_all(OUTSIDE) if is_wide(other) else []) == []
    find_request(other, site.address, reference)
    assert at_each_size(other, lambda: other.evaluate(LOW)) == []


def is_wide(page: Page) -> bool:
    """Return whether the page is wide enough for the list of tabs."""
    return page.evaluate("innerWidth > 800")


def at_each_size(page: Page, look: Callable[[], list[str]]) -> list[str]:
    """What the fonts do to a screen of the desk, and what ``look`` finds, each with its width."""
    problems = []
    page.wait_for_load_state()
    page.evaluate(AXE_SCRIPT)
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(ARRIVE)
        found = page.evaluate(AXE, TARGETS) + ([] if page.evaluate(FITS) else ["is too wide"]) + look()
        problems += [f"{width} {each}" for each in found]
    return problems


@pytest.mark.parametrize("font_set", SETS)
def test_a_browser_sees_one_set_of_fonts_and_no_other(
    font_set: str, chromium_path: str, playwright: Playwright
):
    browser = launch(playwright, chromium_path, font_set)
    page = browser.new_page()
    page.set_content("".join(f'<p style="font-family: {family}">Hello, 演痛</p>' for family in ASKED))
    assert families_on(page) <= {*SETS[font_set], MONOSPACE, EAST_ASIAN}
    browser.close()


def families_on(page: Page) -> set[str]:
    """The families that the paragraphs of a page are drawn with."""
    tools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        tools.send(f"{domain}.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    paragraphs = tools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "p"})["nodeIds"]
    drawn = [tools.send("CSS.getPlatformFontsForNode", {"nodeId": each})["fonts"] for each in paragraphs]
    assert all(drawn), "every paragraph is drawn with some font"
    return {font["familyName"] for fonts in drawn for font in fonts}


def test_zone_language_and_theme_are_not_the_machines(page: Page):
    asked = """[navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone, devicePixelRatio,
        matchMedia("(prefers-color-scheme: light)").matches]"""
    assert page.evaluate(asked) == ["en-US", "America/Los_Angeles", 1, True]
