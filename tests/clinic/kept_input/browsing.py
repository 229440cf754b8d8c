"""A browser of staff that reads forms out of pages and sends them, as its person would."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from clinic.models import StaffSession, User
from tests.factories import PASSWORD


class FormsOnPage(HTMLParser):
    """The forms of a page that are sent by POST: address, and fields with what they hold."""

    def __init__(self, page: Any) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._lines: list[str] | None = None
        self.feed(page.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "form":
            self.forms.append((known.get("action") or "", {}))
        elif tag in ("input", "textarea") and known.get("name") and self.forms:
            values = self.forms[-1][1].setdefault(known["name"], [])
            values.append(known.get("value") or "")
            self._lines = values if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self._lines is not None:
            self._lines[-1] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._lines = None


def form_with(page: Any, name: str) -> tuple[str, dict[str, list[str]]]:
    """The form on ``page`` that has a field called ``name``."""
    return next(form for form in FormsOnPage(page).forms if name in form[1])


def sign_in(browser: Client, person: User, page: Any = None) -> Any:
    """Fill in the sign-in that ``page`` shows, or the one that opens by itself."""
    address, fields = form_with(page or browser.get("/admin/login/"), "password")
    return browser.post(address, {**fields, "login": person.email, "password": PASSWORD}, follow=True)


def token_of(browser: Client) -> str:
    """The token that a page holds which the browser opens now."""
    browser.get("/admin/")
    return browser.cookies["csrf"].value


def end_sessions() -> None:
    """Let every session run out."""
    StaffSession.objects.all().delete()
