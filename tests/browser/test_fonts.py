"""Pages on other fonts than in all other tests: nothing is too wide or too small, or hides the focus."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Playwright

from .chromium import launch
from .fontsets import EAST_ASIAN, MONOSPACE, SETS, chosen_set
from .looking import AXE, COVERED, ENLARGE, TOO_WIDE
from .signing_in import sign_in
from .site import Site
from .test_accessibility import ARRIVE, FITS

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
# A fresh page has no fonts to tell of until it has drawn them.
DRAW = """(words) => {
    document.body.innerHTML = words;
    return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""


@pytest.fixture(scope="module", params=["dejavu", "liberation", "wide"])
def font_set(request: pytest.FixtureRequest) -> str:
    """The name of another set of fonts."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def other_fonts(font_set: str, chromium_path: str, playwright: Playwright) -> Iterator[Page]:
    """A page in a browser with that set."""
    browser = launch(playwright, chromium_path, font_set)
    yield browser.new_context(reduced_motion="reduce").new_page()
    browser.close()


def test_pages_on_other_fonts(other_fonts: Page, font_set: str, site: Site):
    page, problems = other_fonts, []
    assert families_asked_for(page) <= families_of(font_set)
    for address in PUBLIC:
        page.goto(site.address + address)
        page.evaluate(AXE_SCRIPT)
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            problems += [f"{address} {width} {found}" for found in layout_problems(page, width)]
    assert not problems, "\n".join(problems)


def layout_problems(page: Page, width: int) -> list[str]:
    """What the fonts do to a public page."""
    problems = page.evaluate(AXE, TARGETS)
    problems += ["is too wide"] if page.evaluate(TOO_WIDE) else []
    if width == min(SIZES):
        problems += [f"the bar covers {control}" for control in page.evaluate(COVERED)]
    page.evaluate(ENLARGE, "200%")
    problems += ["is too wide with text of twice the size"] if page.evaluate(TOO_WIDE) else []
    page.evaluate(ENLARGE, "")
    return problems


def test_the_desk_on_other_fonts(other_fonts: Page, site: Site):
    page = other_fonts
    _reference, key = site.add_request()
    sign_in(page, f"{site.address}/admin/requests/?tab=first_look", "desk@clinic.example")
    tabs = page.locator(".desk-tabs li")
    assert at_each_size(page, lambda: tabs.evaluate_all(OUTSIDE) if is_wide(page) else []) == []
    page.goto(f"{site.address}/admin/requests/inspect/{key}/")
    assert at_each_size(page, lambda: page.evaluate(LOW)) == []


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


def test_every_other_test_sees_one_set_of_fonts(page: Page):
    assert families_asked_for(page) <= families_of(chosen_set())


def families_of(font_set: str) -> set[str]:
    """The families of a set, and of what is lent to all of them."""
    return {*SETS[font_set], MONOSPACE, EAST_ASIAN}


def families_asked_for(page: Page) -> set[str]:
    """The families that are drawn where stylesheets ask for what machines have."""
    words = "".join(f'<p style="font-family: {family}">Hello, 演痛</p>' for family in ASKED)
    page.evaluate(DRAW, words)
    return families_on(page)


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
