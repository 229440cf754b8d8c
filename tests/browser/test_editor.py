"""An editor at work in a real browser: the checks speak while they type, and the reviewer publishes."""

import pytest
from playwright.sync_api import Browser, Page, expect

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

pytestmark = pytest.mark.browser


@pytest.mark.long
def test_the_checks_name_what_is_missing_while_somebody_types(page: Page, site: Site):
    new_article(page, site, "Invented for the checks")
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

    write_over(page, "Some studies found less pain.")
    type_until_it_goes(page, word)
    choose_source(page, claim, "Dimitrova")
    type_until_it_goes(page, source)
    add_care_card(page)
    type_until_it_goes(page, card)


@pytest.mark.long
def test_what_an_editor_submits_is_public_once_a_reviewer_has_recorded_a_review(
    page: Page, browser: Browser, site: Site
):
    new_article(page, site, "Invented for the reviewer")
    add_heading(page, "When to get medical help")
    add_care_card(page)
    submit(page)
    address = f"{site.address}/conditions/invented-for-the-reviewer/"
    assert page.request.get(address).status == 404

    reviewer = browser.new_context().new_page()
    sign_in(reviewer, f"{site.address}/admin/", REVIEWER)
    reviewer.get_by_role("link", name="Invented for the reviewer").first.click()
    record_review(reviewer)
    reviewer.goto(address)
    main = reviewer.get_by_role("main")
    expect(main).to_contain_text("this is an invented sign")
    expect(main).to_contain_text("Robin Demonstration")
    reviewer.context.close()
