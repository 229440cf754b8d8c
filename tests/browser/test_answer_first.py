"""Every article on a phone: the answer on the first screen, the emergency card soon, and an end in sight."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from .site import Site

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 390, "height": 844}
ARTICLES = (
    "nerve-pain", "neuropathic-pain", "trigeminal-neuralgia", "sciatica", "carpal-tunnel-syndrome",
    "diabetic-neuropathy",
)  # fmt: skip
# Where the red line ends, and where bar, emergency card and sources begin, in pixels from the top.
PLACES = """() => {
    const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    return {
        line: box(".call-for-help").bottom, bar: box(".call-bar").top, card: box("#emergency").top,
        sources: box("#sources").top, end: document.documentElement.scrollHeight,
    };
}"""
SCREENS_TO_THE_CARD = 2.2
SCREENS_TO_THE_SOURCES = 6
LONGEST_PAGE = 9_000


def test_on_a_phone_the_answer_comes_first_and_the_end_in_six_screens(page: Page, site: Site):
    page.set_viewport_size(PHONE)
    places = {}
    for name in ARTICLES:
        page.goto(f"{site.address}/conditions/{name}/")
        places[name] = page.evaluate(PLACES)
    late = {name: at for name, at in places.items() if at["line"] > at["bar"]}
    assert late == {}, "the answer and the line for emergencies stand on the first screen"
    assert max(at["card"] for at in places.values()) < SCREENS_TO_THE_CARD * PHONE["height"]
    assert places["sciatica"]["sources"] <= SCREENS_TO_THE_SOURCES * PHONE["height"]
    assert places["nerve-pain"]["end"] <= LONGEST_PAGE

    page.goto(f"{site.address}/conditions/sciatica/#source-1")
    expect(page.locator("#source-1")).to_be_visible()


def test_on_a_wide_screen_the_contents_mark_what_is_read(page: Page, site: Site):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site.address}/conditions/sciatica/")
    contents = page.get_by_role("navigation", name="On this page")
    contents.get_by_role("link", name="Is acupuncture safe").click()
    expect(contents.locator("[aria-current]")).to_have_count(1)
    expect(contents.locator("[aria-current]")).to_contain_text("Is acupuncture safe")
