"""The open inbox in a browser: it says that a request came and moves nothing; its boxes work by keyboard."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.appointments.factories import AGREED

from .signing_in import sign_in
from .site import Site
from .test_accessibility import assert_accessible

pytestmark = pytest.mark.browser


def test_an_open_list_says_that_a_request_came_and_moves_nothing(page: Page, site: Site):
    site.add_request()
    sign_in(page, f"{site.address}/admin/requests/", "desk@clinic.example")
    place = page.locator(".desk-inbox tbody tr").first
    before = (place.inner_text(), place.bounding_box())
    site.add_request(received_ago=timedelta())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".desk-news__status")).to_have_text("1 new request.")
    expect(page.get_by_role("link", name="Show them")).to_be_visible()
    assert (place.inner_text(), place.bounding_box()) == before
    assert page.title().startswith("(")
    assert_accessible(page)


def test_the_first_request_is_three_keys_away_and_no_answer_one_more(page: Page, site: Site):
    site.add_request()
    sign_in(page, f"{site.address}/admin/requests/?tab=first_look", "desk@clinic.example")
    first = page.locator("a.desk-row-reference").first
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the first request")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the first request")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/inspect/**")
    page.wait_for_load_state()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="No answer")).to_be_focused()
    expect(page.get_by_role("button", name="No answer")).to_be_in_viewport(ratio=1)
    # Whoever comes from a mail has the way there first too.
    page.goto(page.url.partition("#")[0])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#desk-outcomes")).to_be_focused()
    assert_accessible(page)
    # Enter opens a whole reference, where the search by itself only lists it.
    record, reference = page.url.partition("#")[0], re.search(r"\b[A-HJ-NP-Z2-9]{8}\b", page.title())[0]
    page.goto(f"{site.address}/admin/requests/")
    page.locator("input[name=q]").fill(f"#{reference}")
    page.keyboard.press("Enter")
    page.wait_for_url(record)


def test_after_no_answer_the_next_request_is_two_keys_away(page: Page, site: Site):
    for note in ("Asked first", "Asked second"):
        _reference, key = site.add_request(note=note, consents=AGREED)
    sign_in(page, f"{site.address}/admin/requests/inspect/{key}/", "desk@clinic.example")
    page.get_by_label("write that we tried").uncheck()
    page.get_by_role("button", name="No answer").press("Enter")
    expect(page.locator("#desk-go-on")).to_be_focused()
    here = page.url.partition("#")[0]
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Next request: ")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/inspect/" in url and url.partition("#")[0] != here)
    page.wait_for_load_state()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="No answer")).to_be_focused()
    assert_accessible(page)


def test_ticked_requests_are_given_away_by_keyboard_and_alerts_are_off(page: Page, site: Site):
    site.add_request()
    sign_in(page, f"{site.address}/admin/requests/?tab=first_look", "desk@clinic.example")
    box = page.locator(".desk-inbox tbody input[type=checkbox]").first
    box.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("With the 1 ticked:")).to_be_visible()
    page.get_by_role("button", name="Give", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 request changed hands.")).to_be_visible()
    # They are off until somebody wants them, and then stay on in this browser.
    page.get_by_text("Alerts in this browser").click()
    for label in ("Play a short sound", "Show a desktop notification"):
        expect(page.get_by_label(label)).not_to_be_checked()
    page.get_by_label("Play a short sound").check()
    page.reload()
    page.get_by_text("Alerts in this browser").click()
    expect(page.get_by_label("Play a short sound")).to_be_checked()
