"""The search field by keyboard, under the strict policy: suggestions appear, are chosen, and go away."""

import pytest
from playwright.sync_api import Page, expect

from .site import Site
from .test_accessibility import assert_accessible

pytestmark = pytest.mark.browser


def test_the_keyboard_alone_leads_from_two_letters_to_an_article(page: Page, site: Site):
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(f"{site.address}/conditions/")
    field, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(field).to_have_attribute("aria-expanded", "false")

    field.press_sequentially("ne")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("search").get_by_role("status")).to_have_text(f"Suggestions: {options.count()}")
    assert_accessible(page)
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert_accessible(page)

    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("ne")
    field.press_sequentially("uropathic")
    expect(options).to_have_text(["Neuropathic pain"])
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/conditions/neuropathic-pain/")
    assert trouble == []


def test_enter_without_a_choice_searches(page: Page, site: Site):
    page.goto(f"{site.address}/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("siatica")
    field.press("Enter")
    page.wait_for_url("**/search/?query=siatica")
    expect(page.get_by_role("heading", name="Did you mean")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Sciatica").first.click()
    page.wait_for_url("**/conditions/sciatica/")


def test_the_drawing_leads_to_the_list_by_keyboard(page: Page, site: Site):
    page.goto(f"{site.address}/conditions/")
    page.get_by_role("navigation", name="Conditions by part of the body").get_by_role(
        "link", name="Hand"
    ).press("Enter")
    page.wait_for_url("**/conditions/#region-hand")
    expect(page.get_by_role("region", name="Hand")).to_be_in_viewport()


def test_without_script_the_form_still_searches(plain: Page, site: Site):
    plain.goto(f"{site.address}/conditions/")
    plain.get_by_role("searchbox").fill("lumbago")
    plain.get_by_role("button", name="Search").click()
    expect(plain.get_by_role("main")).to_contain_text("Sciatica")
