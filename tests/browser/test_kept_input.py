"""A note that was being typed when the session ended, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from .signing_in import sign_in
from .site import PASSWORD, Site
from .test_accessibility import assert_accessible

pytestmark = pytest.mark.browser
TYPED = "Asked for the ground floor, twice"


def test_a_note_survives_the_end_of_the_session(page: Page, site: Site):
    make = "from tests.appointments.factories import make_request; print(make_request().pk)"
    key = site.manage("shell", "--no-imports", "-c", make).split()[-1]
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
