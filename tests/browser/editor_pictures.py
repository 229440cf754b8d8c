"""The pictures of docs/editors.md: one article from the first page of the admin to its recorded review."""

from pathlib import Path

from PIL import Image
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
    open_review,
    open_sources,
    submit,
)
from .signing_in import sign_in
from .site import Site

DESK = {"width": 1280, "height": 800}
TITLE = "Tension headache (demonstration)"
COLORS = 96


def take_editors_pictures(browser: Browser, site: Site, folder: Path) -> None:
    """Write an article as an editor, review it as a reviewer, and take a picture of each step."""
    editor = browser.new_context(viewport=DESK).new_page()
    new_article(editor, site, TITLE)
    write_with_mistakes(editor, folder)
    editor.get_by_role("button", name="More actions").click()
    shoot(editor, folder / "editors-4-submit.png")
    editor.keyboard.press("Escape")
    submit(editor)
    editor.context.close()

    reviewer = browser.new_context(viewport=DESK).new_page()
    sign_in(reviewer, f"{site.address}/admin/", REVIEWER)
    shoot(reviewer, folder / "editors-1-start.png")
    reviewer.get_by_role("link", name=TITLE).first.click()
    open_review(reviewer)
    reviewer.get_by_label("Reviewer").select_option(label="Robin Demonstration, L.Ac.")
    reviewer.get_by_label("What was checked").fill("Every claim against its source, and the care card.")
    shoot(reviewer, folder / "editors-5-review.png")
    reviewer.goto(f"{site.address}/admin/reviews/")
    shoot(reviewer, folder / "editors-6-report.png")
    reviewer.context.close()


def write_with_mistakes(page: Page, folder: Path) -> None:
    """Fill the article so that the checks have something to say, then mend it."""
    add_heading(page, "What is it?")
    add_text(page, "Invented text. This is a proven treatment.")
    claim = add_claim(page)
    checks = open_checks(page)
    expect(checks.get_by_text("A claim without a source")).to_be_visible(timeout=30_000)
    page.locator(".public-DraftEditor-content").first.click()
    shoot(page, folder / "editors-2-checks.png")
    page.keyboard.press("Control+A")
    page.keyboard.type("Invented text that promises nothing.")
    sources = open_sources(page, claim)
    sources.get_by_role("tab", name="Add a new source").click()
    sources.locator("[name=authors]").fill("Demonstration A, Demonstration B")
    shoot(page, folder / "editors-3-source.png")
    sources.get_by_role("button", name="Close").click()
    choose_source(page, claim, "Dimitrova")
    add_care_card(page)
    expect(checks.get_by_text("No care card")).to_be_hidden(timeout=30_000)


def shoot(page: Page, path: Path) -> None:
    """Take a picture, and keep it small: the admin has few colors."""
    page.screenshot(path=path)
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
