"""The desk types a request: by keyboard alone, with and without scripts, wide and narrow."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .signing_in import sign_in
from .site import Site, reference_on
from .test_accessibility import assert_accessible
from .test_admin_policy import TELL, refused_on

pytestmark = pytest.mark.browser
NUMBER = "949 555 0177"


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


@pytest.mark.parametrize("width", [1280, 390])
def test_by_keyboard_and_the_known_caller_appears(browser: Browser, site: Site, width: int):
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.add_init_script(TELL)
    sign_in(page, f"{site.address}/admin/requests/", "desk@clinic.example")
    first = type_request(page, site, f"Caller Demonstration {width}")
    assert_accessible(page)
    page.goto(f"{site.address}/admin/requests/new/")
    assert_accessible(page)
    page.keyboard.type(NUMBER)
    press(page, "Tab")
    expect(page.locator("#desk-known")).to_contain_text(first)
    assert page.url.endswith("/new/")
    assert_accessible(page)
    page.get_by_label("A note for the front desk").fill("Kept")
    page.get_by_role("button", name=re.compile(f"Use this name and e-mail .{first}")).press("Enter")
    expect(page.get_by_label("Full name of the person you")).to_have_value(f"Caller Demonstration {width}")
    expect(page.get_by_label("A note for the front desk")).to_have_value("Kept")
    page.get_by_role("button", name="Save the request").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(page.get_by_label("A note for the front desk")).to_have_value("Kept")
    assert_accessible(page)
    assert refused_on(page) == []
    page.context.close()


def test_without_scripts_a_button_finds_the_caller(browser: Browser, site: Site):
    page = browser.new_context().new_page()
    sign_in(page, f"{site.address}/admin/requests/", "desk@clinic.example")
    reference = type_request(page, site, "Scriptless Demonstration")
    bare = browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    ).new_page()
    bare.goto(f"{site.address}/admin/requests/new/")
    bare.get_by_label("Phone number").fill(NUMBER)
    bare.get_by_label("Phone number").press("Enter")
    expect(bare.locator("#desk-known")).to_contain_text(reference)
    bare.get_by_role("button", name=re.compile(f"Use this name and e-mail .{reference}")).click()
    expect(bare.get_by_label("Full name of the person you")).to_have_value("Scriptless Demonstration")
    bare.context.close()
    page.context.close()
