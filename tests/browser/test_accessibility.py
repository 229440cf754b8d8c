"""axe over the pages that patients and the front desk see: no violation, at three widths, light and dark."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from .site import Site
from .test_journey import ask_for_appointment, fill_in, sign_in

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = [(320, "light"), (768, "dark"), (1280, "light"), (1280, "dark")]
PUBLIC = [
    "/",
    "/conditions/",
    "/conditions/sciatica/",
    "/conditions/nerve-pain/",
    "/first-visit/",
    "/search/?query=numb",
    "/search/?query=siatica",
    "/search/?query=nothing-like-this",
    "/appointments/request/?article=sciatica",
    "/no-such-page/",
]
# Built of the same parts: looked at on the narrowest and the widest screen.
INFORMATION = [
    "/fees/",
    "/contact/",
    "/about/",
    "/privacy/",
    "/editorial-policy/",
    "/accessibility/",
    "/good-faith-estimate/",
    "/components/",
]


def assert_accessible(page: Page) -> None:
    """No violation, and nothing to scroll to sideways."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    violations = found.response["violations"]
    assert not violations, [
        (rule["id"], [node["target"] for node in rule["nodes"]][:5], page.url) for rule in violations
    ]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[1]}")
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of one width in one theme."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("screen", [SCREENS[0], SCREENS[-1]], indirect=True, ids=["narrow", "wide"])
def test_the_pages_about_the_clinic_and_every_component(screen: Page, site: Site):
    for address in INFORMATION:
        answer = screen.goto(site.address + address)
        assert answer.ok, address
        assert_accessible(screen)


def test_public_pages_and_every_state_of_the_form(screen: Page, site: Site):
    for address in PUBLIC:
        screen.goto(site.address + address)
        assert_accessible(screen)
    screen.goto(f"{site.address}/appointments/request/")
    screen.get_by_label("My child, under 18").check()
    screen.get_by_role("button", name="Continue").click()
    expect(screen).to_have_title(re.compile("^Error: "))
    expect(screen.get_by_role("alert")).to_be_focused()
    assert_accessible(screen)
    screen.goto(f"{site.address}/appointments/request/?article=sciatica")
    fill_in(screen)
    assert_accessible(screen)
    ask_for_appointment(screen, site)
    assert_accessible(screen)


def test_the_front_desks_screens(screen: Page, site: Site):
    ask_for_appointment(screen, site)
    sign_in(screen, f"{site.address}/admin/requests/", "desk@clinic.example")
    assert_accessible(screen)
    screen.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    screen.wait_for_url("**/inspect/**")
    assert_accessible(screen)
    screen.get_by_role("link", name="Schedule a visit").click()
    screen.get_by_role("button", name="Schedule a visit").click()
    expect(screen.get_by_text("Enter the day").first).to_be_visible()
    assert_accessible(screen)
    screen.goto(f"{site.address}/admin/")
    assert_accessible(screen)
