"""The lists of whoever runs the clinic, on a phone: nothing of a row or of the title is cut."""

import pytest
from playwright.sync_api import Page, expect

from .signing_in import sign_in
from .site import Site
from .test_accessibility import assert_accessible

pytestmark = pytest.mark.browser
LISTS = {"users": "May sign in", "practitioners": "Sees patients"}
CUT = """() => [".w-breadcrumbs", ".w-breadcrumbs li:last-child", "#listing-results"].filter((part) => {
    const { scrollWidth, clientWidth } = document.querySelector(part);
    return scrollWidth > clientWidth;
})"""


def test_rows_and_title_are_whole_and_signs_have_words(page: Page, site: Site):
    page.set_viewport_size({"width": 320, "height": 800})
    sign_in(page, f"{site.address}/admin/", "admin@clinic.example")
    for name, words in LISTS.items():
        page.goto(f"{site.address}/admin/{name}/")
        expect(page.locator("#listing-results tbody tr").first).to_contain_text(words, use_inner_text=True)
        assert page.evaluate(CUT) == []
        assert_accessible(page)
