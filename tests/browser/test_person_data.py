"""Two people answer a person who asks for a copy, and hold a request; axe finds nothing on their screens."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .signing_in import sign_in_by_form
from .site import Site
from .test_accessibility import assert_accessible
from .test_desk_screens import LONG, LONG_PHONE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def key(site: Site) -> str:
    """The number of a request of somebody with a very long name, as the addresses hold it."""
    answers = {**LONG, **LONG_PHONE}
    make = f"from tests.appointments.factories import make_request; print(make_request(**{answers!r}).pk)"
    return site.manage("shell", "--no-imports", "-c", make).split()[-1]


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """The desk's phone."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def second(browser: Browser) -> Iterator[Page]:
    """The screen of whoever confirms, by night."""
    viewport = {"width": 1280, "height": 900}
    context = browser.new_context(viewport=viewport, color_scheme="dark", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_a_copy_is_asked_for_confirmed_and_made_and_a_request_held(
    desk: Page, second: Page, site: Site, key: str
):
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
