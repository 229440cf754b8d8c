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
    "/admin/requests/new/",
    "/admin/access-records/request/",
    "/admin/legal-holds/",
    "/admin/groups/new/",
    "/admin/groups/edit/1/",
    "/admin/redirects/add/",
    "/admin/sites/new/",
    "/admin/workflows/add/",
    "/admin/workflows/edit/1/",
    "/admin/workflows/tasks/add/",
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


def test_choosers_and_lists_of_forms_open_without_an_inline_script(browser: Browser, site: Site):
    page = browser.new_context().new_page()
    page.add_init_script(TELL)
    sign_in(page, f"{site.address}/admin/redirects/add/", "admin@clinic.example")
    page.get_by_role("button", name="Choose a page").first.click()
    expect(page.locator(".modal-body")).to_contain_text("Choose a page")
    page.goto(f"{site.address}/admin/workflows/add/")
    tasks = page.locator("#id_workflow_tasks-FORMS [data-inline-panel-child]")
    before = tasks.count()
    page.locator("#id_workflow_tasks-ADD").click()
    expect(tasks).to_have_count(before + 1)
    tasks.last.get_by_role("button", name="Choose").first.click()
    expect(page.locator(".modal-body")).to_be_visible()
    assert refused_on(page) == []
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
