"""First hour of a clinic: an empty site, the list of what is missing, and the first patient's request."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.databases import address_of, copy_of
from tests.waiting import wait_until

from .signing_in import sign_in_by_form
from .site import PASSWORD, Site, reference_on, serving
from .test_journey import fill_in, take_time

pytestmark = [pytest.mark.browser, pytest.mark.long]
ADMINISTRATOR, DESK = "first@clinic.example", "desk@harbor.example"
CHOSEN = "seven green boats at noon"


@pytest.fixture
def empty_site(untouched_database: str) -> Iterator[Site]:
    """A site with nothing in it but the account of whoever installed it."""
    with copy_of(untouched_database, "empty_site") as name, serving(address_of(name)) as site:
        site.environment["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
        site.manage("createsuperuser", "--noinput", f"--email={ADMINISTRATOR}")
        yield site


def from_the_list(page: Page, need: str) -> None:
    """Go to where the list says that something is missing."""
    page.get_by_role("link", name="Open the clinic").first.click()
    page.wait_for_url("**/admin/opening/")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=need, exact=True))
    expect(row).to_contain_text("Missing")
    row.get_by_role("link", name=need, exact=True).click()
    page.wait_for_load_state()


def link_mailed(site: Site, address: str, kind: str) -> str:
    """Wait for a message to ``address`` with a link whose path holds ``kind``, and return the link."""

    def found() -> list[str]:
        mine = [message for message in site.sink.messages if address in message["To"]]
        texts = [message.get_body(("plain",)).get_content() for message in mine]
        return [link for text in texts for link in re.findall(r"http://\S+", text) if kind in link]

    return wait_until(found, f"a message with {kind}")[-1]


def enter_details(page: Page) -> None:
    from_the_list(page, "Name of the clinic")
    for label, value in (
        ("Name of the clinic", "Harbor Acupuncture"),
        ("Phone", "949-555-0142"),
        ("Street and number", "2 Pier Road"),
        ("City", "San Juan Capistrano"),
        ("ZIP code", "92675"),
    ):
        page.get_by_label(label).first.fill(value)
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        hours = page.get_by_role("row", name=day)
        hours.locator("input").nth(0).fill("09:00")
        hours.locator("input").nth(1).fill("17:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Clinic details updated")).to_be_visible()


def invite_somebody_to_the_desk(page: Page, other: Page, site: Site) -> None:
    from_the_list(page, "Somebody at the front desk")
    page.get_by_label("First name").fill("Fatima")
    page.get_by_label("Last name").fill("Desk")
    page.get_by_label("E-mail address").fill(DESK)
    page.get_by_label("Front desk:").check()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("is sent an invitation")).to_be_visible()
    other.goto(link_mailed(site, DESK, "/invitation/"))
    for field in other.locator("input[type=password]").all():
        field.fill(CHOSEN)
    other.get_by_role("main").get_by_role("button").click()
    expect(other).to_have_url(re.compile("/admin/login/"))


def try_the_mail(page: Page, other: Page, site: Site) -> None:
    from_the_list(page, "Mail that arrives")
    page.get_by_role("button", name="Send a test message").click()
    other.goto(link_mailed(site, DESK, "/mail-trial/"))
    other.get_by_role("main").get_by_role("button").click()
    expect(other.get_by_role("heading", level=1)).to_be_visible()


def complete_the_policy(page: Page) -> None:
    from_the_list(page, "Privacy policy")
    page.get_by_role("textbox", name="Title").fill("Privacy policy")
    page.get_by_role("textbox", name="Introduction").fill("What becomes of what you tell us.")
    page.get_by_role("textbox", name="In effect from").fill("2026-11-30")
    page.keyboard.press("Escape")
    gaps = page.locator(".public-DraftEditor-content").filter(has_text="[")
    while gaps.count():
        gaps.first.click()
        page.keyboard.press("Control+A")
        page.keyboard.type("Our server, our mail and our backups are kept by Harbor Hosting.")
    # The editor hands over what was typed a moment later.
    page.wait_for_function(
        """() => [...document.querySelectorAll("[name^=body-]")].every(
            field => !/"text": ?"[^"]*\\[/.test(field.value)
        )"""
    )
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text(re.compile("Privacy policy.* published"))).to_be_visible()


def test_an_empty_site_is_opened_by_its_list_alone(page: Page, other: Page, empty_site: Site) -> None:
    site = empty_site
    other.goto(f"{site.address}/appointments/request/")
    expect(other.get_by_role("heading", level=1)).to_have_text("Our online form is not open yet")
    sign_in_by_form(page, f"{site.address}/admin/", ADMINISTRATOR)
    enter_details(page)
    invite_somebody_to_the_desk(page, other, site)
    try_the_mail(page, other, site)
    complete_the_policy(page)
    page.get_by_role("link", name="Open the clinic").first.click()
    page.get_by_role("button", name="Open the form").click()
    expect(page.get_by_text("The request form has been open since")).to_be_visible()
    other.goto(f"{site.address}/")
    other.get_by_role("link", name="Request an appointment").first.click()
    take_time(other)
    fill_in(other)
    other.get_by_role("button", name="Send request").click()
    expect(other.get_by_role("main")).to_contain_text("not booked")
    reference = reference_on(other.get_by_role("main").inner_text())
    wait_until(
        lambda: [mail for mail in site.mail_about(reference) if DESK in mail["To"]], "the desk to be told"
    )
