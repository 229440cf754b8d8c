"""The keyboard on a phone-sized screen: the call bar hides nothing that has the focus."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from .looking import ENLARGE
from .site import Site

pytestmark = pytest.mark.browser

# More stops than any article has.
STOPS = 300
SMALL: ViewportSize = {"width": 320, "height": 640}
LARGE: ViewportSize = {"width": 390, "height": 844}
# What has the focus, and whether its first line can be hit; null once the focus has left the page.
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getClientRects()[0];
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return { name: element.outerHTML.slice(0, 120), seen: element.contains(hit) };
}"""

# Buttons and headings of which a word stands on two lines.
SPLIT = """() => {
    const split = [];
    for (const element of document.querySelectorAll('.brand > span, .button, h1')) {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        for (let text = walker.nextNode(); text; text = walker.nextNode()) {
            for (const word of text.data.matchAll(/\\p{L}+/gu)) {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                if (range.getClientRects().length > 1) split.push(word[0]);
            }
        }
    }
    return split;
}"""


@pytest.fixture
def phone(page: Page, site: Site) -> Page:
    """An article on a small phone."""
    page.set_viewport_size(SMALL)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site.address}/conditions/sciatica/")
    return page


def test_the_call_bar_never_covers_what_has_the_focus_and_the_first_stop_skips_to_the_text(phone: Page):
    hidden, last = [], ""
    for stop in range(STOPS):
        phone.keyboard.press("Tab")
        focused = phone.evaluate(FOCUSED)
        if focused is None:
            break
        last = focused["name"]
        if not focused["seen"]:
            hidden.append((stop, last))
    assert stop > 20, "the focus went nowhere"
    assert not hidden
    assert "/appointments/request/" in last, "the bar comes last"
    phone.reload()
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="Skip to main content")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("main")).to_be_focused()


def test_text_at_twice_its_size_leaves_the_page_to_the_text(phone: Page):
    phone.evaluate(ENLARGE, "200%")
    for size in (SMALL, LARGE):
        phone.set_viewport_size(size)
        bar, window = phone.evaluate("() => [document.querySelector('.call-bar').offsetHeight, innerHeight]")
        assert bar <= window * 0.15
        assert phone.evaluate(SPLIT) == []


def tabs(phone: Page, stops: int) -> list[str]:
    """Press the Tab key so often; say of each stop on the page whether it is seen, and where it stands."""
    told = []
    for _stop in range(stops):
        phone.keyboard.press("Tab")
        if focused := phone.evaluate(FOCUSED):
            where = phone.evaluate("() => document.activeElement.closest('#site-menu') ? 'menu' : 'page'")
            told.append(f"{'seen' if focused['seen'] else 'hidden'} in the {where}: {focused['name']}")
    assert told
    return told


def test_the_menu_opens_and_closes_by_keyboard(phone: Page):
    button = phone.get_by_role("button", name="Menu", exact=True)
    button.focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("link", name="Fees").first).to_be_visible()
    expect(phone.get_by_role("button", name="Close menu")).to_be_focused()
    # Whatever takes the focus can be seen, and is the menu's: nothing behind it can be reached.
    assert [stop for stop in tabs(phone, 14) if not stop.startswith("seen in the menu")] == []
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("button", name="Close menu")).to_be_hidden()
    expect(button).to_be_focused()
