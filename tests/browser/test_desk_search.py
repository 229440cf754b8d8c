"""The desk searches in a browser: no address, header or title holds the name, with or without script."""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from .signing_in import sign_in
from .site import Site
from .test_accessibility import assert_accessible

pytestmark = pytest.mark.browser
NAME, NUMBER = "Canariensis", "9495550166"
FIELD = "[data-desk-search] input[name=q]"


@pytest.fixture(scope="module")
def sought(site: Site) -> str:
    """The reference of the request of somebody with a rare name."""
    person = {"full_name": f"Quilla {NAME}", "phone": NUMBER, "phone_e164": f"+1{NUMBER}", "email": ""}
    reference, _key = site.add_request(**person)
    return reference


def traces_of(page: Page) -> list[str]:
    """Everything from now on that a browser, a proxy or a log keeps of what the page asks for."""
    kept: list[str] = []

    def keep(request: Request) -> None:
        kept.extend([request.url, str(request.all_headers())])

    page.on("requestfinished", keep)
    page.on("framenavigated", lambda frame: kept.extend([frame.url, page.title()]))
    return kept


def holding_the_name(kept: list[str]) -> list[str]:
    return [one for one in kept if re.search(f"{NAME}|{NUMBER}|0166", one, re.IGNORECASE)]


def test_a_name_that_is_typed_is_in_no_address_header_or_title(page: Page, site: Site, sought: str):
    sign_in(page, f"{site.address}/admin/requests/?tab=closed", "desk@clinic.example")
    kept = traces_of(page)
    rows = page.locator("a.desk-row-reference")
    page.locator(FIELD).press_sequentially(NAME)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(sought)
    assert "search=" in page.url
    assert_accessible(page)
    page.reload()
    expect(rows).to_have_count(1)
    expect(page.locator(FIELD)).to_have_value(NAME)
    rows.click()
    page.go_back()
    expect(rows).to_have_count(1)
    page.locator(FIELD).fill("")
    expect(page.locator(".desk-tabs [aria-current]")).to_contain_text("Closed this week")
    page.locator(FIELD).fill(NUMBER[-4:])
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    page.goto(f"{site.address}/admin/requests/new/")
    page.get_by_label("Phone").first.fill(NUMBER)
    page.locator("button[name=find]").click()
    expect(page.get_by_text(sought).first).to_be_visible()
    page.goto(page.url)
    assert len(kept) > 20
    assert holding_the_name(kept) == []


def test_without_script_the_search_is_the_same(plain: Page, site: Site, sought: str):
    sign_in(plain, f"{site.address}/admin/requests/", "desk@clinic.example")
    kept = traces_of(plain)
    plain.locator(FIELD).fill(NAME)
    plain.locator("[data-desk-search] button").click()
    expect(plain.locator("a.desk-row-reference")).to_contain_text(sought)
    plain.context.clear_cookies()
    plain.reload()
    assert "next=" in plain.url
    assert holding_the_name(kept) == []
