"""Forms of a page as a browser without scripts would send them."""

from html.parser import HTMLParser
from typing import Any


class _Reader(HTMLParser):
    """Collects the fields of every form with method POST."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.sent: dict[str, list[str]] | None = None
        self.text = self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known: dict[str, Any] = dict(attrs)
        if tag == "form" and known.get("method", "").casefold() == "post":
            self.sent = {}
            self.forms.append(self.sent)
        name = known.get("name")
        if self.sent is None:
            return
        if tag == "option" and self.select and (self.select not in self.sent or "selected" in known):
            self.sent[self.select] = [known.get("value") or ""]
        if not name:
            return
        ticked = known.get("type") not in ("checkbox", "radio") or "checked" in known
        if tag == "input" and ticked and known.get("type") not in ("file", "submit"):
            self.sent.setdefault(name, []).append(known.get("value") or "")
        elif tag == "textarea":
            self.text = name
            self.sent[name] = [""]
        elif tag == "select":
            self.select = name

    def handle_data(self, data: str) -> None:
        if self.text and self.sent is not None:
            self.sent[self.text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.sent = None
        elif tag == "textarea":
            self.text = ""
        elif tag == "select":
            self.select = ""


def all_forms(html: str) -> list[dict[str, list[str]]]:
    """What each form would send, pressed without a button."""
    return _Reader(html).forms


def longest_form(html: str) -> dict[str, list[str]]:
    """What the form with most fields would send, pressed without a button; empty if the page has none."""
    return max(_Reader(html).forms, key=len, default={})
