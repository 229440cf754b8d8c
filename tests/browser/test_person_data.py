"""Two people answer a person who asks for a copy, and hold a request; axe finds nothing on their screens."""

import re

import pytest
from playwright.sync_api import Page, expect

from .signing_in import sign_in_by_form
from .site import Site
from .test_accessibility import assert_accessible, show_on
from .test_desk_screens import LONG, LONG_PHONE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def key(site: Site) -> str:
    """The number of a request of somebody with a very long name, as the addresses hold it."""
    _reference, key = site.add_request(**LONG, **LONG_PHONE)
    return key


def test_a_copy_is_asked_for_confirmed_and_made_and_a_request_held(
    page: Page, other: Page, site: Site, key: str
):
    desk, second = page, other
    show_on(desk, (320, "light"))
    show_on(second, (1280, "dark"))
    sign_in_by_form(desk, f"{site.address}/admin/person-data/find/{key}/", "desk@clinic.example")
    desk.get_by_role("button", name="Ask a colleague to confirm").click()
    expect(desk).to_have_title(re.compile(r"^\s*Error:"))
    assert_accessible(desk)
    desk.get_by_label("A copy for the person").check()
    desk.get_by_label("The person asked for it", exact=True).check()
    desk.get_by_role("button", name="Ask a colleague to confirm").click()
    expect(desk.get_by_role("status").last).to_contain_text("You have asked for it")
    assert_accessible(desk)
    sign_in_by_form(second, f"{site.address}/admin/person-data/", "admin@clinic.example")
    assert_accessible(second)
    second.get_by_role("link", name="A copy for the person").first.click()
    second.get_by_role("button", name="Confirm the copy").click()
    expect(second.get_by_role("main")).to_contain_text("The copy can be made until")
    desk.reload()
    desk.get_by_role("button", name="Open it for printing").click()
    expect(desk.get_by_role("heading", name="What we keep about you")).to_be_visible()
    assert_accessible(desk)
    second.goto(f"{site.address}/admin/legal-holds/request/{key}/")
    second.get_by_role("button", name="Hold the request").click()
    expect(second).to_have_title(re.compile(r"^\s*Error:"))
    assert_accessible(second)
    second.get_by_label("Reason").fill("Letter of a lawyer, in the safe")
    second.get_by_role("button", name="Hold the request").click()
    second.wait_for_url("**/legal-holds/")
    assert_accessible(second)
