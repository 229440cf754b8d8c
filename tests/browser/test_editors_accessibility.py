"""axe over the screens for editors and reviewers that are ours. Nothing of Wagtail's had to be left out."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .editing import EDITOR, REVIEWER
from .signing_in import sign_in
from .site import Site
from .test_accessibility import assert_accessible

pytestmark = pytest.mark.browser

SCREENS = [(390, "dark"), (1280, "light")]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_what_editors_and_reviewers_see_first(browser: Browser, site: Site, width: int, scheme: str):
    for who in (EDITOR, REVIEWER):
        page = open_page(browser, width, scheme)
        sign_in(page, f"{site.address}/admin/", who)
        expect(page.get_by_role("heading", name="Articles: what needs doing")).to_be_visible()
        assert_accessible(page)
        page.context.close()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_screens_of_reviews_and_sources(browser: Browser, site: Site, width: int, scheme: str):
    page = open_page(browser, width, scheme)
    sign_in(page, f"{site.address}/admin/reviews/", REVIEWER)
    assert_accessible(page)
    editor = page.get_by_role("link", name="Sciatica", exact=True).get_attribute("href")
    article = re.search(r"\d+", editor or "").group()
    for address, button in (
        (f"/admin/reviews/{article}/", "Record the review and publish"),
        (f"/admin/reviews/{article}/correction/", "Publish the correction"),
    ):
        page.goto(site.address + address)
        assert_accessible(page)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_text("This field is required").first).to_be_visible()
        assert_accessible(page)
    page.goto(f"{site.address}/admin/snippets/articles/source/")
    assert_accessible(page)
    page.context.close()


def open_page(browser: Browser, width: int, scheme: str) -> Page:
    """A window of one width in one theme."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    return context.new_page()
