"""Signing in with a passkey and with an app in a real browser: each page passes, no word typed is lost."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.clinic.sign_in.authenticator_app import code_of

from .looking import problems_on
from .site import PASSWORD, Site

pytestmark = pytest.mark.browser
TYPED = "Asked for the ground floor"
MAKE = (
    "from django.contrib.auth.models import Group; from clinic.models import User;"
    "user = User.objects.create_user('{email}', '{password}', first_name='Pia', last_name='Pass');"
    "user.groups.add(Group.objects.get(name='Front desk'));"
    "from tests.appointments.factories import make_request; print(make_request().pk)"
)
PICTURES = os.environ.get("SIGN_IN_PICTURES")


def add_person(site: Site, email: str) -> tuple[str, str]:
    """Somebody at the front desk with a password alone, and a request; the site's address, and its key."""
    made = site.manage("shell", "--no-imports", "-c", MAKE.format(email=email, password=PASSWORD))
    # Browsers keep passkeys for names, not for numbers.
    return site.address.replace("127.0.0.1", "localhost"), made.split()[-1]


def give_password(page: Page, email: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def look(page: Page) -> None:
    """Every width and theme; a picture of each where somebody wants to see them."""
    problems = problems_on(page)
    assert not problems, "\n".join([page.url, *problems])
    if PICTURES:
        title = re.sub(r"\W+", "-", page.title().casefold())
        page.set_viewport_size({"width": 420, "height": 800})
        page.screenshot(path=Path(PICTURES) / f"{title}.png", full_page=True)


def use_virtual_passkeys(page: Page) -> list[str]:
    """Give the browser a device that keeps passkeys; what the page's policy refuses from now on."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    able = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **able}})
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    return refused


def test_a_passkey_signs_in_alone_and_brings_back_what_was_typed(page: Page, site: Site):
    address, key = add_person(site, "pia@clinic.example")
    refused = use_virtual_passkeys(page)
    page.goto(f"{address}/admin/account/second-factor/")
    look(page)
    give_password(page, "pia@clinic.example")
    look(page)
    page.get_by_role("link", name="Add a passkey").click()
    look(page)
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    look(page)
    page.goto(f"{address}/admin/account/second-factor/")
    expect(page.get_by_role("main")).to_contain_text("My phone")
    look(page)
    page.goto(f"{address}/admin/requests/note/{key}/")
    page.get_by_label("Note").fill(TYPED)
    page.context.clear_cookies(name="desk")
    page.get_by_role("button", name="Add a note").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_label("Note")).to_have_value(TYPED)
    page.get_by_role("button", name="Send it now").click()
    expect(page).to_have_url(re.compile(f"/inspect/{key}/"))
    assert not refused


def test_an_app_is_asked_after_the_password_and_brings_back_what_was_typed(page: Page, site: Site):
    address, key = add_person(site, "paul@clinic.example")
    page.goto(f"{address}/admin/account/second-factor/app/")
    give_password(page, "paul@clinic.example")
    look(page)
    secret = page.locator("main code").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="I have them").click()
    page.goto(f"{address}/admin/requests/note/{key}/")
    page.get_by_label("Note").fill(TYPED)
    page.context.clear_cookies(name="desk")
    page.get_by_role("button", name="Add a note").click()
    look(page)
    give_password(page, "paul@clinic.example")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    look(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("main")).to_contain_text("This code is wrong or has expired")
    page.get_by_label("Code").fill(code_of(secret, later=1))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Note")).to_have_value(TYPED)
