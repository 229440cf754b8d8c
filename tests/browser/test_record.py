"""The record in a browser: a call with no answer in three clicks, or by keys; colleagues see each other."""

import pytest
from playwright.sync_api import Page, expect

from tests.appointments.factories import AGREED

from .signing_in import sign_in
from .site import Site
from .test_accessibility import Screen, assert_accessible, assert_accessible_on, show_on

pytestmark = pytest.mark.browser

SCREENS: list[Screen] = [(390, "light"), (1280, "dark")]
INBOX = "/admin/requests/?tab=first_look"


def open_record(page: Page, site: Site, key: str) -> None:
    """Sign in as the desk and open the request."""
    sign_in(page, f"{site.address}/admin/requests/inspect/{key}/", "desk@clinic.example")


def test_a_call_with_no_answer_is_three_clicks_or_three_keys_and_enter(page: Page, site: Site):
    _reference, key = site.add_request(consents=AGREED)
    open_record(page, site, key)
    call = page.get_by_role("link", name="Call ")
    assert call.get_attribute("href").startswith("tel:+1")
    call.evaluate("link => link.addEventListener('click', event => event.preventDefault())")
    call.click()
    # Past the note and the box of the message to the first button, which is "No answer".
    keys = 0
    while page.evaluate("document.activeElement.textContent.trim()") != "No answer":
        page.keyboard.press("Tab")
        keys += 1
        assert keys <= 3
    page.keyboard.press("Enter")
    # Nobody may leave this patient a voicemail: the first time, a message is offered instead.
    page.get_by_role("button", name="Send it and log the attempt").click()
    expect(page.get_by_text("1 of 3 tries made")).to_be_visible()
    page.get_by_role("button", name="No answer").click()
    expect(page.get_by_text("2 of 3 tries made")).to_be_visible()
    expect(page.get_by_text("Try again").first).to_be_visible()


def test_the_record_with_everything_on_it(page: Page, site: Site):
    for note in ("Asked first", "Asked again", "Asked a third time"):
        _reference, key = site.add_request(note=note, consents=AGREED)
    open_record(page, site, key)
    expect(page.get_by_role("heading", name="look like the same person")).to_be_visible()
    for screen in SCREENS:
        show_on(page, screen)
        first = page.get_by_role("heading", name="The next call").bounding_box()
        answers = page.get_by_role("heading", name="What the patient wrote").bounding_box()
        assert first["y"] <= answers["y"], "the call comes first, below it or beside it what was written"
    page.get_by_role("link", name="Correct a detail").click()
    page.locator("#id_full_name").fill("Corrected Name")
    page.get_by_role("button", name="Correct a detail").click()
    expect(page.get_by_text("Corrected by")).to_be_visible()
    page.get_by_text("Note, or another time").click()
    assert_accessible_on(page, SCREENS)


def test_a_colleague_who_opens_the_same_request_is_seen_and_goes(page: Page, other: Page, site: Site):
    _reference, key = site.add_request()
    open_record(page, site, key)
    sign_in(other, page.url, "admin@clinic.example")
    look_again = "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(look_again)
    said = page.get_by_role("status").filter(has_text="is still looking")
    expect(said).to_be_visible()
    assert_accessible(page)
    other.get_by_role("button", name="Take the request").click()
    other.wait_for_url("**/inspect/**")
    page.evaluate(look_again)
    expect(page.get_by_text("This request has changed since you opened it")).to_be_visible()
    other.goto(site.address + INBOX)
    page.evaluate(look_again)
    expect(said).to_have_count(0)
