"""The page that shows a message before it goes: by keyboard, in both themes, and what stands beside it."""

import pytest
from playwright.sync_api import Page, expect

from tests.appointments.factories import AGREED

from .signing_in import sign_in
from .site import Site
from .test_accessibility import Screen, assert_accessible, assert_accessible_on, show_on
from .test_admin_policy import TELL, refused_on

pytestmark = pytest.mark.browser
SCREENS: list[Screen] = [(390, "dark"), (1280, "light")]


def test_one_more_key_sends_what_was_shown_and_undo_takes_it_back(page: Page, site: Site):
    show_on(page, SCREENS[0])
    page.add_init_script(TELL)
    _reference, key = site.add_request(consents=AGREED)
    sign_in(page, f"{site.address}/admin/requests/decline/{key}/", "desk@clinic.example")
    page.get_by_label("Another reason").check()
    page.get_by_label("By phone").check()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check the message")).to_be_visible()
    expect(page.get_by_role("button", name="Send it and decline")).to_be_focused()
    page.keyboard.press("Enter")
    waits = page.locator(".desk-waits")
    expect(waits).to_contain_text("Mail to the patient: goes at")
    page.get_by_text("What it says").click()
    assert_accessible_on(page, SCREENS)
    waits.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("is as it was before the step")).to_be_visible()
    expect(waits).to_have_count(0)
    assert refused_on(page) == []


def test_the_owner_sees_a_text_with_invented_values_beside_it(page: Page, site: Site):
    page.add_init_script(TELL)
    sign_in(page, f"{site.address}/admin/snippets/appointments/messagetemplate/", "admin@clinic.example")
    assert_accessible(page)
    page.get_by_role("link", name="Confirmation with time and place").click()
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("iframe[title=Preview], .w-preview__iframe, iframe").first
    expect(preview.get_by_text("This goes to nobody")).to_be_visible()
    expect(preview.locator("mark").first).to_have_text("Sample Clinic")
    assert refused_on(page) == []
