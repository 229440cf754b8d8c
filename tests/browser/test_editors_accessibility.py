"""axe over the screens for editors and reviewers that are ours. Nothing of Wagtail's had to be left out."""

import re

import pytest
from playwright.sync_api import Page, expect

from .editing import EDITOR, REVIEWER
from .signing_in import sign_in
from .site import Site
from .test_accessibility import Screen, assert_accessible, assert_accessible_on, show_on

pytestmark = pytest.mark.browser

SCREENS: list[Screen] = [(390, "dark"), (1280, "light")]


@pytest.mark.parametrize(("who", "screen"), [(EDITOR, SCREENS[0]), (REVIEWER, SCREENS[1])])
def test_what_editors_and_reviewers_see_first(page: Page, site: Site, who: str, screen: Screen):
    show_on(page, screen)
    sign_in(page, f"{site.address}/admin/", who)
    expect(page.get_by_role("heading", name="Articles: what needs doing")).to_be_visible()
    assert_accessible(page)


def test_the_screens_of_reviews_and_sources(page: Page, site: Site):
    show_on(page, SCREENS[0])
    sign_in(page, f"{site.address}/admin/reviews/", REVIEWER)
    assert_accessible_on(page, SCREENS)
    # No other test writes an article of this name.
    editor = page.get_by_role("link", name="Carpal tunnel syndrome", exact=True).get_attribute("href")
    article = re.search(r"\d+", editor or "").group()
    for address, button in (
        (f"/admin/reviews/{article}/", "Record the review and publish"),
        (f"/admin/reviews/{article}/correction/", "Record the correction"),
    ):
        page.goto(site.address + address)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_text("This field is required").first).to_be_visible()
        assert_accessible_on(page, SCREENS)
    for address in (
        f"/admin/approving/{article}/",
        "/admin/approving/corrections/",
        f"/admin/statements/page/{article}/",
        "/admin/statements/waiting/",
        "/admin/rule-changes/",
        "/admin/snippets/articles/lintterm/add/",
        "/admin/waiting-for-me/",
        "/admin/calendar/",
        "/admin/dead-links/",
        "/admin/sources/from-citations/",
        "/admin/snippets/articles/source/",
    ):
        page.goto(site.address + address)
        assert_accessible_on(page, SCREENS)
    source = page.locator("a[href*='/source/edit/']").first.get_attribute("href") or ""
    page.goto(f"{site.address}/admin/sources/{re.search(r'edit/([0-9]+)', source).group(1)}/check/")
    assert_accessible_on(page, SCREENS)
