"""A note that was being typed when the session ended, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from .signing_in import sign_in, sign_in_by_form
from .site import PASSWORD, Site
from .test_accessibility import assert_accessible

pytestmark = pytest.mark.browser
TYPED = "Asked for the ground floor, twice"


def test_a_note_survives_the_end_of_the_session(page: Page, site: Site):
    _reference, key = site.add_request()
    sign_in(page, f"{site.address}/admin/requests/note/{key}/", "desk@clinic.example")
    page.get_by_label("Note").fill(TYPED)
    page.context.clear_cookies(name="desk")
    page.get_by_role("button", name="Add a note").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was saved yet")
    assert_accessible(page)
    page.get_by_label("E-mail address").fill("desk@clinic.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title(re.compile("Not saved yet"))
    expect(page.get_by_label("Note")).to_have_value(TYPED)
    expect(page.get_by_label("Note")).to_be_focused()
    assert_accessible(page)
    page.get_by_role("button", name="Send it now").click()
    expect(page).to_have_url(re.compile(f"/inspect/{key}/"))
    expect(page.get_by_role("main")).to_contain_text(TYPED)


def test_an_open_article_can_be_saved_after_signing_in_in_another_tab(page: Page, site: Site):
    sign_in(page, f"{site.address}/admin/pages/", "editor@clinic.example")
    make = "from articles.models import ConditionIndexPage as P; print(P.objects.get().pk)"
    index = site.manage("shell", "--no-imports", "-c", make).split()[-1]
    page.goto(f"{site.address}/admin/pages/add/articles/conditionpage/{index}/")
    page.get_by_role("textbox", name="Title").fill(TYPED)
    page.context.clear_cookies(name="desk")
    page.evaluate("document.dispatchEvent(new Event('w-autosave:error'))")
    expect(page.get_by_role("alert").filter(has_text="You are signed out")).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in_by_form(opened.value, f"{site.address}/admin/", "editor@clinic.example")
    opened.value.close()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("alert").filter(has_text="You are signed in again")).to_be_visible()
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/edit/")
    expect(page.get_by_role("textbox", name="Title")).to_have_value(TYPED)
