"""The desk's screens hold what patients may type, and show without scrolling what is needed first."""

import re

import pytest
from playwright.sync_api import Page, expect

from .signing_in import sign_in
from .site import Site
from .test_accessibility import Screen, assert_accessible_on, assert_fits_on, show_on

pytestmark = pytest.mark.browser
SCREENS: list[Screen] = [(320, "light"), (1280, "dark")]
# As long as the form lets each be, without a space to break at.
LONG = {
    "full_name": "W" * 200,
    "email": f"{'a' * 60}@{'b' * 60}.example",
    "note": f"{'note ' * 900}{'n' * 400}",
}
# A number of their own: what looks like the same person's would be shown too.
LONG_PHONE = {"phone": "(949) 555-0161", "phone_e164": "+19495550161"}
# Wagtail's header moves to its new place after the window has another size.
NOTHING_CUT = """() => [...document.querySelectorAll(".desk-inbox .desk-line, .w-slim-header .w-breadcrumbs")]
    .every((line) => line.scrollWidth <= line.clientWidth)"""


@pytest.fixture(scope="module")
def key(site: Site) -> str:
    """The number of a request of somebody with a very long name, as the addresses hold it."""
    answers = {**LONG, **LONG_PHONE, "consents": {"contact": True, "email": True}}
    _reference, key = site.add_request(**answers)
    return key


@pytest.fixture
def desk(page: Page, site: Site) -> Page:
    """Somebody of the desk, signed in."""
    show_on(page, SCREENS[0])
    sign_in(page, f"{site.address}/admin/requests/?tab=first_look", "desk@clinic.example")
    return page


def test_no_screen_is_wider_than_the_glass_whatever_a_name_is_made_of(desk: Page, site: Site, key: str):
    for width in (1440, 1280, 768, 390, 320):
        desk.set_viewport_size({"width": width, "height": 800})
        desk.wait_for_function(NOTHING_CUT)
    # Other tests show the record, the form for a visit and that for a new request to axe, with more on them.
    for address in (f"inspect/{key}", f"schedule/{key}"):
        desk.goto(f"{site.address}/admin/requests/{address}/")
        assert_fits_on(desk, [*SCREENS, SCREENS[0]])
    for address in (f"correct/{key}", f"end-link/{key}", f"print/{key}", "day"):
        desk.goto(f"{site.address}/admin/requests/{address}/")
        assert_accessible_on(desk, SCREENS)
    desk.goto(f"{site.address}/admin/requests/decline/{key}/")
    desk.get_by_role("button", name="Decline").click()
    expect(desk).to_have_title(re.compile(r"^\s*Error:"))
    assert_accessible_on(desk, SCREENS)
    desk.get_by_label("Another reason").check()
    desk.get_by_label("By phone").check()
    desk.get_by_role("button", name="Decline").click()
    expect(desk.get_by_role("heading", name="Check the message")).to_be_visible()
    assert_accessible_on(desk, SCREENS)


def test_what_comes_next_is_in_sight_beside_the_call(desk: Page, site: Site, key: str):
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.reload()
    tabs = desk.locator(".desk-tabs li")
    assert len({tab.bounding_box()["y"] for tab in tabs.all()}) == 1
    expect(tabs.last).to_be_in_viewport(ratio=1)
    desk.goto(f"{site.address}/admin/requests/inspect/{key}/")
    expect(desk.get_by_role("link", name="@")).not_to_have_count(0)
    for name in ("Call ", "Schedule a visit", "Log another way of contact", "Decline"):
        expect(desk.get_by_role("link", name=name).first).to_be_in_viewport(ratio=1)
