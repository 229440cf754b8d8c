"""Idle sign-out in a real browser: warned, stayed by one key, then hidden, and nothing typed is lost."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .signing_in import sign_in_by_form
from .site import PASSWORD, Site
from .test_accessibility import assert_accessible

pytestmark = pytest.mark.browser
TYPED = "Asked for the ground floor, three times"


def seconds_are_left(site: Site, seconds: int) -> None:
    """Let every session end so soon, unless somebody does something."""
    site.manage(
        "shell",
        "--no-imports",
        "-c",
        "from datetime import timedelta; from django.db.models.functions import Now;"
        " from clinic.models import StaffSession as S;"
        f" S.objects.update(expire_date=Now() + timedelta(seconds={seconds}))",
    )


@pytest.fixture
def clocked(browser: Browser) -> Iterator[Page]:
    """A page whose clock the test sets: that of all pages of its context."""
    context = browser.new_context()
    context.clock.install()
    yield context.new_page()
    context.close()


def test_nobody_comes_back_in_time(clocked: Page, site: Site):
    page = clocked
    _reference, key = site.add_request()
    address = f"{site.address}/admin/requests/note/{key}/"
    sign_in_by_form(page, address, "desk@clinic.example")
    page.get_by_label("Note").fill(TYPED)

    seconds_are_left(site, 110)
    page.clock.fast_forward("13:01")
    warning = page.get_by_role("alertdialog", name="Are you still there?")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("What you have typed is kept for you.")
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    expect(page.get_by_label("Note")).to_have_value(TYPED)

    seconds_are_left(site, 0)
    page.clock.fast_forward("15:01")
    expect(page.get_by_role("alert")).to_contain_text("nothing was saved yet")
    assert TYPED not in page.content()
    page.get_by_label("E-mail address").fill("desk@clinic.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title(re.compile("Not saved yet"))
    expect(page.get_by_label("Note")).to_have_value(TYPED)
