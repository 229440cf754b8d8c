"""Signing in to the admin: each member of staff goes through the form once, and is known from then on."""

from urllib.parse import urlsplit

from playwright.sync_api import Page

from .site import PASSWORD

# The cookies of who has signed in, by the site's host and port, and by e-mail address.
_known: dict[tuple[str, str], list] = {}


def sign_in(page: Page, address: str, email: str) -> None:
    """Open ``address`` of the admin as somebody who may, in a browser in which nobody has signed in."""
    who = urlsplit(address).netloc, email
    if who in _known:
        page.context.add_cookies(_known[who])
        page.goto(address)
    # A session that no test used for a quarter of an hour has ended.
    if page.url != address:
        sign_in_by_form(page, address, email)
        _known[who] = [cookie for cookie in page.context.cookies() if cookie["name"] == "desk"]


def sign_in_by_form(page: Page, address: str, email: str) -> None:
    """Follow ``address`` to the sign-in and through it."""
    page.goto(address)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(address)
