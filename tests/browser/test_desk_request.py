"""The desk types a request: by keyboard alone, with and without scripts, wide and narrow."""

import re

import pytest
from playwright.sync_api import Page, expect

from .signing_in import sign_in
from .site import Site, reference_on
from .test_accessibility import Screen, assert_accessible_on, show_on
from .test_admin_policy import TELL, refused_on

pytestmark = pytest.mark.browser
NUMBER = "949 555 0177"
SCREENS: list[Screen] = [(1280, "light"), (320, "dark")]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    """Tab until the control with that accessible name has the focus."""
    for _step in range(60):
        if (
            page.locator(":focus")
            .and_(page.get_by_label(name).or_(page.get_by_role("button", name=name)))
            .count()
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} was never reached")


def type_request(page: Page, site: Site, name: str) -> str:
    """Type a whole request without touching the mouse; returns its reference."""
    page.goto(f"{site.address}/admin/requests/new/")
    expect(page.get_by_label("Phone number")).to_be_focused()
    page.keyboard.type(NUMBER)
    tab_to(page, "Full name of the person you are speaking with")
    page.keyboard.type(name)
    for choice in ("By phone", "Yes, naming only the clinic", "Any day"):
        tab_to(page, choice)
        press(page, "Space")
    tab_to(page, "Save the request")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Read it back")).to_be_visible()
    return reference_on(page.get_by_role("main").inner_text())


def test_by_keyboard_and_the_known_caller_appears(page: Page, site: Site):
    show_on(page, SCREENS[0])
    page.add_init_script(TELL)
    sign_in(page, f"{site.address}/admin/requests/", "desk@clinic.example")
    assert refused_on(page) == [], "the inbox"
    first = type_request(page, site, "Caller Demonstration")
    assert_accessible_on(page, SCREENS)
    page.goto(f"{site.address}/admin/requests/new/")
    page.keyboard.type(NUMBER)
    press(page, "Tab")
    expect(page.locator("#desk-known")).to_contain_text(first)
    assert page.url.endswith("/new/")
    assert refused_on(page) == []
    assert_accessible_on(page, SCREENS)
    page.get_by_label("A note for the front desk").fill("Kept")
    page.get_by_role("button", name=re.compile(f"Use this name and e-mail .{first}")).press("Enter")
    expect(page.get_by_label("Full name of the person you")).to_have_value("Caller Demonstration")
    expect(page.get_by_label("A note for the front desk")).to_have_value("Kept")
    page.get_by_role("button", name="Save the request").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(page.get_by_label("A note for the front desk")).to_have_value("Kept")
    assert_accessible_on(page, SCREENS)
    assert refused_on(page) == []


def test_without_scripts_a_button_finds_the_caller(plain: Page, site: Site):
    name = "Scriptless Demonstration"
    reference, _key = site.add_request(full_name=name, phone="949 555 0178", phone_e164="+19495550178")
    sign_in(plain, f"{site.address}/admin/requests/new/", "desk@clinic.example")
    plain.get_by_label("Phone number").fill("949 555 0178")
    plain.get_by_label("Phone number").press("Enter")
    expect(plain.locator("#desk-known")).to_contain_text(reference)
    plain.get_by_role("button", name=re.compile(f"Use this name and e-mail .{reference}")).click()
    expect(plain.get_by_label("Full name of the person you")).to_have_value(name)
