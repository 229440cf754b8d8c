"""Wagtail's admin under a policy without inline scripts: nothing is refused, and the date pickers open."""

import pytest
from playwright.sync_api import Browser, Page, expect

from .signing_in import sign_in
from .site import Site

pytestmark = pytest.mark.browser

SCREENS = [
    "/admin/pages/",
    "/admin/images/",
    "/admin/users/",
    "/admin/reports/site-history/",
    "/admin/snippets/articles/source/",
    "/admin/practitioners/new/",
    "/admin/requests/",
]
TELL = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) => {
  refused.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


def refused_on(page: Page) -> list[str]:
    """What the policy refused on the page so far."""
    return page.evaluate("refused")


def test_no_screen_of_the_admin_needs_what_the_policy_refuses(browser: Browser, site: Site):
    page = browser.new_context().new_page()
    page.add_init_script(TELL)
    sign_in(page, f"{site.address}/admin/", "admin@clinic.example")
    for screen in SCREENS:
        page.goto(site.address + screen)
        assert refused_on(page) == [], screen
    page.context.close()


def test_the_date_picker_opens_without_an_inline_script(browser: Browser, site: Site):
    page = browser.new_context().new_page()
    page.add_init_script(TELL)
    sign_in(page, f"{site.address}/admin/reports/site-history/", "admin@clinic.example")
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Date").click()
    page.locator("#id_timestamp_0").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_be_visible()
    assert refused_on(page) == []
    page.context.close()
