"""What an editor and a reviewer do in the admin, for the tests and for the guide's pictures."""

import re

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from .signing_in import sign_in
from .site import Site

EDITOR, REVIEWER = "editor@clinic.example", "reviewer@clinic.example"
TRIES = 10
# What the article says first, by the names of its fields.
ANSWERS = {
    "what_it_is": "Something invented.",
    "how_long": "As long as a test takes.",
    "what_helps": "To wait.",
    "verdict": "Nobody knows.",
    "emergency_if": "one side of your face droops",
}


def new_article(page: Page, site: Site, title: str) -> None:
    """From the dashboard to an article that has a title, a summary and an author."""
    sign_in(page, f"{site.address}/admin/", EDITOR)
    page.get_by_role("link", name="Write a new article").click()
    page.wait_for_url("**/add/articles/conditionpage/**", wait_until="load")
    page.get_by_role("textbox", name="Title").fill(title)
    page.get_by_role("textbox", name="Summary").fill("Invented text that shows how an article comes about.")
    for name, words in ANSWERS.items():
        page.locator(f"#id_{name}").fill(words)
    page.locator("#id_verdict_certainty").select_option("very_low")
    expect(page.locator("#id_slug")).not_to_have_value("")
    page.get_by_role("combobox", name="Author").select_option(label="Alex Demonstration, L.Ac.")
    type_until_it_is_saved(page)


def type_until_it_is_saved(page: Page) -> None:
    """Go on typing until the first autosave has made the page.

    What was filled in before the editor first looked is no change to it, and whoever submits before an
    autosave has answered makes a second page of the same address.
    """
    for _try in range(TRIES):
        page.get_by_role("textbox", name="Summary").press_sequentially(" ")
        try:
            page.wait_for_url("**/edit/**", timeout=3000)
        except TimeoutError:
            continue
        return
    pytest.fail("the editor did not save what was typed")


def add_part(page: Page, kind: str) -> str:
    """Add a part at the end of the article; returns what the names of its fields begin with."""
    body = page.locator("#panel-child-content-body-content")
    parts = page.locator("[name=body-count]")
    place = int(parts.input_value())
    body.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=kind, exact=True).click()
    expect(parts).to_have_value(str(place + 1))
    return f"#body-{place}-value"


def add_heading(page: Page, words: str) -> None:
    """A heading at the end of the article."""
    page.locator(add_part(page, "Heading")).fill(words)


def add_text(page: Page, words: str) -> None:
    """A paragraph at the end of the article; a text that was just added has the cursor."""
    add_part(page, "Text")
    expect(page.locator(".public-DraftEditor-content").last).to_be_focused()
    page.keyboard.type(words)


def write_over(page: Page, words: str) -> None:
    """Other words in the place of those of the article's first text; the editor may still be busy saving."""
    text = page.locator(".public-DraftEditor-content").first
    for _try in range(TRIES):
        text.click()
        page.keyboard.press("Control+A")
        page.keyboard.type(words)
        if text.inner_text().strip() == words:
            return
    pytest.fail("the editor did not take what was typed")


def add_care_card(page: Page) -> None:
    """A card that says when to call 911."""
    part = add_part(page, "Care card")
    page.locator(f"{part}-level").select_option("emergency")
    page.locator(f"{part}-heading").fill("Call 911 if:")
    page.locator(f"{part}-items-0-value").fill("this is an invented sign")


def add_claim(page: Page) -> str:
    """A claim that still lacks its source."""
    part = add_part(page, "Claim")
    page.locator(f"{part}-text").fill("an invented finding: no clear difference.")
    page.locator(f"{part}-comparator").fill("Sham acupuncture")
    page.locator(f"{part}-certainty").select_option("low")
    return part


def choose_source(page: Page, part: str, words: str) -> None:
    """Search for a source of the claim, and take the first that is found."""
    found = open_sources(page, part)
    found.get_by_label("Search term").fill(words)
    found.get_by_role("link", name=re.compile(words)).first.click()
    expect(page.locator(f"{part}-sources-0-value-chooser")).to_contain_text(words)


def open_sources(page: Page, part: str) -> Locator:
    """The window in which a claim's source is chosen."""
    page.locator(f"{part}-sources-0-value-chooser").get_by_role("button", name="Choose source").click()
    return page.get_by_role("dialog")


def open_checks(page: Page) -> Locator:
    """The panel that says, while somebody types, what is missing."""
    page.get_by_role("button", name="Toggle checks").click()
    return page.locator("[data-side-panel=checks]")


def type_until_it_goes(page: Page, finding: Locator) -> None:
    """Go on typing, as editors do: the panel passes over a change that comes while it is busy."""
    for _try in range(TRIES):
        try:
            expect(finding).to_be_hidden(timeout=5000)
        except AssertionError:
            page.get_by_role("textbox", name="Summary").press_sequentially(".")
        else:
            return
    pytest.fail("the panel still shows what was mended")


def submit(page: Page) -> None:
    """Send the article to the reviewers."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit to Clinical review").click()
    expect(page.get_by_text("submitted for review").first).to_be_visible()


def record_review(page: Page) -> None:
    """The reviewer's deliberate act, from the article's editor."""
    open_review(page)
    page.get_by_label("Reviewer").select_option(label="Robin Demonstration, L.Ac.")
    page.get_by_label("What was checked").fill("Every sentence of this invented article.")
    page.get_by_role("button", name="Record the review and publish").click()
    expect(page.get_by_text("is recorded, and the article is published").first).to_be_visible()


def open_review(page: Page) -> None:
    """The page on which a full review is recorded, from the article's editor."""
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Record a full review").click()
