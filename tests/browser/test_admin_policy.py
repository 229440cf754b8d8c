"""Wagtail's admin under a policy without inline scripts: nothing is refused, choosers and pickers open."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .signing_in import sign_in
from .site import Site

pytestmark = pytest.mark.browser

TELL = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) => {
  refused.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


def refused_on(page: Page) -> list[str]:
    """What the policy refused on the page so far."""
    return page.evaluate("refused")


def choose_a_page(page: Page) -> None:
    """Open the chooser of pages."""
    page.get_by_role("button", name="Choose a page").first.click()
    expect(page.locator(".modal-body")).to_contain_text("Choose a page")


def add_a_task(page: Page) -> None:
    """Add a form to a list of forms, and open the chooser in it."""
    tasks = page.locator("#id_workflow_tasks-FORMS [data-inline-panel-child]")
    before = tasks.count()
    page.locator("#id_workflow_tasks-ADD").click()
    expect(tasks).to_have_count(before + 1)
    tasks.last.get_by_role("button", name="Choose").first.click()
    expect(page.locator(".modal-body")).to_be_visible()


def pick_a_date(page: Page) -> None:
    """Open the picker of a filter by date."""
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Date").click()
    page.locator("#id_timestamp_0").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_be_visible()


# What opens only when somebody uses it is opened. The desk's own screens are watched by their own tests.
SCREENS: dict[str, Callable[[Page], None] | None] = {
    "/admin/pages/": None,
    "/admin/images/": None,
    "/admin/users/": None,
    "/admin/reports/site-history/": pick_a_date,
    "/admin/snippets/articles/source/": None,
    "/admin/practitioners/new/": None,
    "/admin/access-records/request/": None,
    "/admin/legal-holds/": None,
    "/admin/groups/new/": None,
    "/admin/groups/edit/1/": None,
    "/admin/redirects/add/": choose_a_page,
    "/admin/sites/new/": None,
    "/admin/workflows/add/": add_a_task,
    "/admin/workflows/edit/1/": None,
    "/admin/workflows/tasks/add/": None,
}


def test_no_screen_of_the_admin_needs_what_the_policy_refuses(page: Page, site: Site):
    page.add_init_script(TELL)
    sign_in(page, f"{site.address}/admin/", "admin@clinic.example")
    for screen, use in SCREENS.items():
        page.goto(site.address + screen)
        if use:
            use(page)
        assert refused_on(page) == [], screen
