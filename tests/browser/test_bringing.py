"""Articles from elsewhere in a real browser: what is pasted survives, and its screens are accessible."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .editing import EDITOR
from .signing_in import sign_in
from .site import Site
from .test_accessibility import Screen, assert_accessible_on, show_on

pytestmark = pytest.mark.browser

SCREENS: list[Screen] = [(390, "dark"), (1280, "light")]
HTML = "<h1>Brought along</h1><h2>A part</h2><p>Words.</p><table><tr><td>a<td>b<tr><td>1<td>2</table>"
# As a browser hands over what another program put on the clipboard, which a test cannot fill.
PASTE = """(field, [html, text]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  field.focus();
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  if (field.dispatchEvent(event) && "value" in field) {
    field.value += text;
    field.dispatchEvent(new InputEvent("input", {bubbles: true}));
  }
}"""


def paste(field: Locator) -> None:
    field.evaluate(PASTE, [HTML, "Brought along A part Words."])


def test_a_paste_is_previewed_and_becomes_a_draft_on_accessible_screens(page: Page, site: Site):
    show_on(page, SCREENS[0])
    sign_in(page, f"{site.address}/admin/bring/", EDITOR)
    assert_accessible_on(page, SCREENS)
    field = page.get_by_role("textbox", name="Or paste it here")
    paste(field)
    expect(page.get_by_text("Headings, tables and links are taken along.")).to_be_visible()
    field.press_sequentially("more")
    expect(page.get_by_text("so only the words are taken")).to_be_visible()
    field.fill("")
    paste(field)
    page.get_by_role("button", name="Show what it becomes").click()
    expect(page.get_by_role("heading", name="A part")).to_be_visible()
    assert_accessible_on(page, SCREENS)
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_text("1 draft was made. Nothing of it is public.")).to_be_visible()
    assert_accessible_on(page, SCREENS)
    page.get_by_role("link", name="Open the draft").click()
    expect(page.get_by_text("This draft was brought from")).to_be_visible()
    expect(page.get_by_role("textbox", name="Title of the table")).to_be_visible()
