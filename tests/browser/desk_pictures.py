"""The pictures of the front desk: the inbox, a call, a message before it goes, a day of visits."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from .editor_pictures import shoot
from .signing_in import sign_in
from .site import Site

DESK = {"width": 1280, "height": 800}
DEMO_PATIENT = "О. Демонстрация"


def take_desk_pictures(browser: Browser, site: Site, folder: Path) -> None:
    """Load the invented requests, and look at the desk's screens as Dana does."""
    site.manage("load_demo_requests")
    page = browser.new_context(viewport=DESK).new_page()
    sign_in(page, f"{site.address}/admin/requests/", "desk@clinic.example")
    shoot(page, folder / "inbox.png")
    row = page.locator(".desk-inbox tbody tr").filter(has_text=DEMO_PATIENT)
    row.locator("a.desk-row-reference").click()
    page.wait_for_load_state()
    shoot(page, folder / "desk-1-call.png")
    page.get_by_role("button", name="No answer").click()
    page.wait_for_load_state()
    shoot(page, folder / "desk-2-message.png")
    open_day_with_visits(page)
    shoot(page, folder / "desk-3-day.png")
    page.context.close()


def open_day_with_visits(page: Page) -> None:
    """The first day from today on which somebody comes."""
    page.get_by_role("link", name="Visits of the day").click()
    while not page.locator(".desk-day a").filter(has_text=re.compile("^[A-HJ-NP-Z2-9]{8}$")).count():
        page.get_by_role("link", name="Next day").click()
        page.wait_for_load_state()
