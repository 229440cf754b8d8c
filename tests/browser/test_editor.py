"""An editor at work in a real browser: the checks speak while they type, and the reviewer publishes."""

import re

import pytest
from playwright.sync_api import Page, expect

from .editing import (
    REVIEWER,
    add_care_card,
    add_claim,
    add_heading,
    add_text,
    choose_source,
    new_article,
    open_checks,
    record_review,
    submit,
    type_until_it_goes,
    write_over,
)
from .signing_in import sign_in
from .site import Site
from .test_bringing import paste

pytestmark = pytest.mark.browser


@pytest.mark.long
def test_the_checks_name_what_is_missing_while_somebody_types(page: Page, site: Site):
    new_article(page, site, "Sciatica")
    # Another article has this address: it is told beside the title, and the draft is saved.
    expect(page.get_by_text("The address “sciatica” is taken.").first).to_be_visible()
    expect(page.locator("#id_slug")).to_have_value(re.compile(r"sciatica-\d"))
    add_heading(page, "What is it?")
    add_text(page, "This is a proven treatment.")
    claim = add_claim(page)
    checks = open_checks(page)
    word, advice = (
        checks.get_by_text("This promises too much"),
        checks.get_by_text("Research does not prove it"),
    )
    source, card = checks.get_by_text("A claim without a source"), checks.get_by_text("No care card")
    for finding in (word, advice, source, card):
        expect(finding).to_be_visible(timeout=30_000)
    number = checks.locator("[data-content-checker-count]")
    expect(checks.get_by_text("found in the preview as it stands now")).to_be_visible(timeout=30_000)
    expect(number).to_have_text(re.compile(r"^[1-9]"))

    write_over(page, "Some studies found less pain.")
    choose_source(page, claim, "Dimitrova")
    add_care_card(page)
    for finding in (word, source, card):
        type_until_it_goes(page, finding)
    # The panel tells no number where it could not look.
    page.route("**/edit/preview/", lambda route: route.abort())
    page.get_by_role("textbox", name="Summary").press_sequentially("More")
    expect(checks.get_by_text("Could not look: the preview did not come")).to_be_visible(timeout=30_000)
    expect(number).to_have_text("–")
    page.unroute("**/edit/preview/")
    paste(page.locator(".Draftail-Editor [contenteditable=true]").last)
    note = page.locator("[data-pasted-note]")
    expect(note).to_contain_text("large headings, tables")
    expect(note.get_by_role("link")).to_have_attribute("href", "/admin/bring/")


@pytest.mark.long
def test_what_an_editor_submits_is_public_once_a_reviewer_has_recorded_a_review(
    page: Page, other: Page, site: Site
):
    new_article(page, site, "Invented for the reviewer")
    add_heading(page, "When to get medical help")
    add_care_card(page)
    submit(page)
    address = f"{site.address}/conditions/invented-for-the-reviewer/"
    assert page.request.get(address).status == 404

    reviewer = other
    sign_in(reviewer, f"{site.address}/admin/", REVIEWER)
    reviewer.get_by_role("link", name="Invented for the reviewer").first.click()
    record_review(reviewer)
    reviewer.goto(address)
    main = reviewer.get_by_role("main")
    expect(main).to_contain_text("this is an invented sign")
    expect(main).to_contain_text("Robin Demonstration")


@pytest.mark.long
def test_each_finding_of_a_refusal_leads_to_its_part_of_the_form(page: Page, other: Page, site: Site):
    new_article(page, site, "Invented for a refusal")
    add_heading(page, "What is it?")
    add_heading(page, "A proven treatment")
    page.locator("#id_how_long").fill("")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages")).to_contain_text("Invented for a refusal")
    publisher = other
    sign_in(publisher, page.url, "admin@clinic.example")
    publisher.get_by_role("button", name="More actions").last.click()
    publisher.get_by_role("button", name="Publish").click()
    listed = publisher.locator(".messages")
    for words, field in (
        ("“How long it lasts” is empty", "how_long"),
        ("it says “proven”", "body-1-"),
    ):
        listed.get_by_role("link", name=words).first.click()
        focused = publisher.evaluate(
            "document.activeElement.name || document.activeElement.closest('[id]').id"
        )
        assert focused.startswith(field), (words, focused)
