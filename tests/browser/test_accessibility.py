"""axe over the pages that patients and the front desk see: no violation, at three widths, light and dark."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Route, TimeoutError, expect

from tests.appointments.patients import FORM

from .looking import ABOUT_SCREENS, ALL_RULES, AXE, Screen, layout_problems_on, problems_on
from .signing_in import sign_in
from .site import Site
from .test_journey import (
    NAME,
    ask_for_appointment,
    fill_in_reach,
    fill_in_when,
    fill_in_who,
    go_on,
)

pytestmark = pytest.mark.browser

# So many tests look at one page each in turn: one test of them all would keep one core busy for a minute.
SHARES = 2
SCREENS: list[Screen] = [(320, "light"), (1280, "dark")]
MIDDLE: Screen = (768, "light")
# Of pages with one template axe sees this one, which has most in it; the first listed where none is named.
SEEN_BY_AXE = {"/conditions/*/": "/conditions/nerve-pain/"}
# They hold between them what every page has, and every component.
SEEN_EVERYWHERE = ("/", "/conditions/nerve-pain/", "/components/")
# In no sitemap, or the same address with something to show.
OTHERS = [
    "/search/",
    "/search/?query=numb",
    "/search/?query=siatica",
    "/search/?query=nothing-like-this",
    "/no-such-page/",
    "/components/",
    f"{FORM}received/none/",
    "/appointments/your-request/none/",
]
# The admin scrolls inside its main element, which cuts what is too wide. Wagtail's closed side panel and the
# names in its map of a form wait beside it on purpose.
FITS = """() => {
    const beside = "[data-minimap-container], .form-side:not(.form-side--open)";
    const waiting = [...document.querySelectorAll(beside)];
    waiting.forEach((part) => part.style.setProperty("display", "none"));
    const fits = [document.documentElement, document.querySelector(".content-wrapper")].every(
        (part) => !part || part.scrollWidth <= part.clientWidth
    );
    waiting.forEach((part) => part.style.removeProperty("display"));
    return fits;
}"""
ARRIVE = """() => Promise.all(document.getAnimations().map((one) => {
    if (one.effect.getComputedTiming().endTime < Infinity) one.finish();
    return one.finished.catch(() => null);
}))"""


# What a header that stays covers in part is as small as what is left of it, to axe.
SCROLL_UP = """() => document.querySelectorAll("html, main, .content-wrapper").forEach(
    (part) => part.scrollTo({top: 0, behavior: "instant"})
)"""


def assert_accessible(page: Page, rules: dict[str, Any] = ALL_RULES) -> None:
    """No violation, and nothing to scroll to sideways."""
    # Its title can be read before the rest has come.
    page.wait_for_load_state()
    # What fades in has no contrast until it has arrived; one of the admin's takes 25 seconds to do so.
    page.evaluate(ARRIVE)
    page.evaluate(SCROLL_UP)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(AXE, rules)
    assert not violations, "\n".join([f"{page.url} at {page.viewport_size}", *violations])
    assert_fits(page)


def assert_fits(page: Page) -> None:
    """Nothing to scroll to sideways."""
    # The admin's own scripts follow the size of the window, a moment later.
    with suppress(TimeoutError):
        page.wait_for_function(FITS)
    assert page.evaluate(FITS), f"{page.url} is too wide at {page.viewport_size}"


def assert_accessible_on(page: Page, screens: Iterable[Screen]) -> None:
    """The same on each screen: the page is loaded once, and goes on as it was on the first of them."""
    first, *others = screens
    show_on(page, first)
    assert_accessible(page)
    for screen in others:
        show_on(page, screen)
        assert_accessible(page, ABOUT_SCREENS)
    assert_fits_on(page, [MIDDLE, first])


def assert_fits_on(page: Page, screens: Iterable[Screen]) -> None:
    """Nothing to scroll to sideways on each screen."""
    for screen in screens:
        show_on(page, screen)
        assert_fits(page)


def show_on(page: Page, screen: Screen) -> None:
    """Give the page the width and the theme of a screen."""
    width, scheme = screen
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def assert_fine(page: Page, state: str, *, everywhere: bool = False) -> None:
    problems = problems_on(page, everywhere=everywhere)
    assert not problems, "\n".join([f"{state}:", *problems])


def template_of(address: str) -> str:
    """An address with a star for the page's own name: pages that differ by it alone have one template."""
    return re.sub(r"[^/]+/$", "*/", address)


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_every_public_page(page: Page, site: Site, share: int):
    """Axe looks at each template and, on one page, at each component; every page keeps within the screen."""
    page.goto(f"{site.address}/sitemap.xml")
    listed = re.findall(r"<loc>[^<]*?//[^/]+([^<]*)</loc>", page.request.get(page.url).text())
    assert len(listed) > 12, "the sitemap names what the site has"
    by_template = {template_of(address): address for address in reversed(listed)} | SEEN_BY_AXE
    assert set(by_template.values()) <= set(listed)
    for_axe = [*by_template.values(), *OTHERS]
    problems = []
    for address in [*for_axe, *sorted(set(listed) - set(for_axe))][share::SHARES]:
        page.goto(site.address + address)
        if address in for_axe:
            found = problems_on(page, everywhere=address in SEEN_EVERYWHERE)
        else:
            found = layout_problems_on(page)
        problems += [f"{address} {each}" for each in found]
    assert not problems, "\n".join(problems)


@pytest.mark.long
def test_every_state_of_the_form(page: Page, site: Site):
    page.goto(f"{site.address}{FORM}?article=sciatica")
    page.get_by_label("My child, under 18").check()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_be_focused()
    assert_fine(page, "the form with errors")
    page.goto(f"{site.address}{FORM}?article=sciatica")
    assert_fine(page, "the form from an article", everywhere=True)
    fill_in_who(page)
    go_on(page, "How should we reach you?")
    page.get_by_label("Call or email me").check()
    page.get_by_role("button", name="Continue").click()
    assert_fine(page, "how to reach you, with errors")
    fill_in_reach(page)
    go_on(page, "When could you come?")
    page.get_by_role("button", name="Continue").click()
    page.locator("summary", has_text="Anything else?").click()
    assert_fine(page, "when, with an error and all questions")
    fill_in_when(page)
    go_on(page, "Check your answers")
    assert_fine(page, "check your answers")
    page.get_by_role("button", name="Change Your full name").click()
    expect(page.get_by_label("Your full name")).to_have_value(NAME)
    page.context.clear_cookies()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("main")).to_contain_text("keeps no cookies")
    assert_fine(page, "check your answers, in a browser that keeps no cookies")


def test_every_state_of_a_request(page: Page, site: Site):
    ask_for_appointment(page, site)
    assert_fine(page, "received")
    page.get_by_role("main").locator("a[href*=your-request]").first.click()
    page.wait_for_url("**/your-request/**")
    for summary in page.get_by_role("main").locator("summary").all():
        summary.click()
    assert_fine(page, "your request, with every step open")
    page.get_by_role("button", name="Call me at this number").click()
    expect(page).to_have_title(re.compile("^Error: "))
    assert_fine(page, "another number, missing")
    page.get_by_role("main").get_by_role("textbox").fill("949 555 0177")
    page.get_by_role("button", name="Call me at this number").click()
    expect(page.get_by_role("main")).to_contain_text("You asked us to call another number")
    assert_fine(page, "another number, given")
    page.locator("summary", has_text="Withdraw my request").click()
    page.get_by_role("button", name="Yes, withdraw my request").click()
    expect(page.get_by_role("main")).to_contain_text("Send a new request")
    assert_fine(page, "withdrawn")
    page.locator("summary", has_text="This link reached somebody else").click()
    page.get_by_role("button", name="Yes, end this link").click()
    expect(page.get_by_role("main")).to_contain_text("Nobody can open the request with it any more")
    assert_fine(page, "link ended")


def test_every_page_of_something_that_went_wrong(page: Page, site: Site):
    show = "from tests.browser.trouble import print_pages; print_pages()"
    problems = []
    for state, html in json.loads(site.manage("shell", "--no-imports", "-c", show)).items():
        # Under the site's own address, so that it finds its stylesheet.
        page.route("**/trouble/", partial(Route.fulfill, body=html, content_type="text/html"))
        page.goto(f"{site.address}/trouble/")
        problems += [f"{state} {found}" for found in problems_on(page)]
    assert not problems, "\n".join(problems)


def test_the_front_desks_screens(page: Page, site: Site):
    """Beside those that a test of their own looks at while it uses them."""
    _reference, key = site.add_request()
    show_on(page, SCREENS[0])
    sign_in(page, f"{site.address}/admin/requests/?tab=first_look", "desk@clinic.example")
    assert_accessible_on(page, SCREENS)
    page.goto(f"{site.address}/admin/requests/schedule/{key}/")
    page.get_by_role("button", name="Schedule a visit").click()
    expect(page.get_by_text("Enter the day").first).to_be_visible()
    assert_accessible_on(page, SCREENS)
    page.goto(f"{site.address}/admin/")
    assert_accessible_on(page, SCREENS)
