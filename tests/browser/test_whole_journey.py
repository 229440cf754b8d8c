"""The whole way of a patient, from the home page to withdrawing: what a browser asks, tells and keeps."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .site import Site, reference_on
from .test_journey import NAME, NOTE, fill_in

pytestmark = pytest.mark.browser

# What a patient typed, and what the answers are about.
WORDS = (*NAME.split(), NOTE, "9495550142", "949 555", "949+555", "949%20555", "quillfeather", "morning")
KEPT = """async () => ({
    storage: [localStorage.length, sessionStorage.length],
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    state: history.state,
    referrer: document.referrer,
    loaded: performance.getEntries().map((entry) => entry.name),
})"""


class Witness:
    """Sees everything that one visitor's browser asks for and shows."""

    def __init__(self, page: Page, site: Site) -> None:
        self.site, self.page = site, page
        self.requests: list[Any] = []
        self.complaints: list[str] = []
        self.titles: list[str] = []
        page.on("request", lambda appointment_request: self.requests.append(appointment_request))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self._complaint(message.type, message.text))

    def _complaint(self, kind: str, text: str) -> None:
        # An answer such as 422 is an "error" to the console.
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.complaints.append(text)

    def look(self) -> None:
        """Look at the page that is there now, and at what the browser keeps."""
        self.titles.append(self.page.title())
        kept = self.page.evaluate(KEPT)
        loaded, referrer = kept.pop("loaded"), kept.pop("referrer")
        assert kept == {"storage": [0, 0], "databases": 0, "caches": 0, "workers": 0, "state": None}
        assert not words_in(" ".join([*loaded, referrer, self.page.url, self.titles[-1]]))

    def cookies(self) -> set[str]:
        return {cookie["name"] for cookie in self.page.context.cookies()}

    def testify(self, *secrets: str) -> None:
        """What must hold at the end; ``secrets`` are the reference and the tokens."""
        strangers = [
            request.url for request in self.requests if not request.url.startswith(self.site.address)
        ]
        assert not strangers
        told = [request.headers.get("referer", "") for request in self.requests]
        assert not words_in(" ".join([*(request.url for request in self.requests), *told]))
        assert not [secret for secret in secrets if secret in " ".join([*told, *self.titles])]
        assert not self.complaints
        assert self.cookies() == {"csrf"}


def words_in(text: str) -> list[str]:
    return [word for word in WORDS if word.casefold() in text.casefold()]


@pytest.fixture
def witness(visitor: Page, site: Site) -> Witness:
    return Witness(visitor, site)


def test_nothing_is_told_to_anybody_on_the_whole_way(witness: Witness, site: Site):
    page, main = witness.page, witness.page.get_by_role("main")
    page.goto(site.address)
    witness.look()
    main.get_by_role("link", name=re.compile("^Sciatica")).first.click()
    expect(page).to_have_url(re.compile("/conditions/sciatica/$"))
    witness.look()
    assert not witness.cookies(), "before the form"
    page.get_by_role("link", name="Request an appointment").first.click()
    expect(page).to_have_url(re.compile("/appointments/request/"))
    page.get_by_label("Your full name").fill(NAME)
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    witness.look()
    fill_in(page)
    witness.look()
    page.get_by_role("button", name="Change Phone number").click()
    page.get_by_label("Phone number").fill("949 555 0142 ext. 3")
    witness.look()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Check your answers"))
    page.get_by_role("button", name="Send request").click()
    page.wait_for_url("**/received/**")
    witness.look()
    reference, received = reference_on(main.inner_text()), page.url.rstrip("/").rpartition("/")[2]
    main.locator("a[href*=your-request]").first.click()
    page.wait_for_url("**/your-request/**")
    token = page.url.rstrip("/").rpartition("/")[2]
    witness.look()
    page.locator("summary", has_text="Withdraw my request").click()
    page.get_by_role("button", name="Yes, withdraw my request").click()
    expect(main).to_contain_text("Send a new request")
    witness.look()
    # Away from the link by a link: the next page learns nothing of it.
    page.get_by_role("contentinfo").locator("a[href^='/']").first.click()
    expect(page).not_to_have_url(re.compile("your-request"))
    witness.look()
    witness.testify(reference, received, token)


class Keyboard:
    """A visitor who never touches a mouse or a screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, **wanted: str) -> None:
        """Press Tab until the control with these properties has the focus."""
        for _press in range(150):
            self.page.keyboard.press("Tab")
            name, *met = self.page.evaluate(
                "names => names.map((name) => (document.activeElement[name] ?? '').toString().trim())",
                ["name", *wanted],
            )
            assert name != "subject", "the trap for programs is met"
            if all(re.search(value, found) for value, found in zip(wanted.values(), met, strict=True)):
                return
        raise AssertionError(f"{wanted} cannot be reached by keyboard")

    def follow(self, **wanted: str) -> None:
        """Go to a link or a button, and press Enter."""
        self.tab_to(**wanted)
        self.page.keyboard.press("Enter")

    def fill(self, name: str, keys: str) -> None:
        """Type into the control called ``name``, or tick it with a blank."""
        self.tab_to(name=f"^{name}$")
        self.page.keyboard.type(keys)


def test_the_keyboard_alone_goes_the_whole_way(page: Page, site: Site):
    keyboard, main = Keyboard(page), page.get_by_role("main")
    page.goto(site.address)
    keyboard.follow(innerText="^Sciatica", tagName="^A$")
    page.wait_for_url("**/conditions/sciatica/")
    keyboard.follow(innerText="Request an appointment")
    page.wait_for_url("**/appointments/request/**")
    keyboard.follow(innerText="^Continue$")
    expect(page).to_have_title(re.compile("^Error: "))
    keyboard.follow(hash="^#id_who_for_0$")
    expect(page.get_by_label("Me", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    keyboard.fill("caller_name", NAME)
    keyboard.follow(innerText="^Continue$")
    expect(page).to_have_title(re.compile("^How should we reach you"))
    for name, keys in (("contact_by", " "), ("phone", "949 555 0142"), ("voicemail_ok", " ")):
        keyboard.fill(name, keys)
    # Enter in a field goes on as well.
    page.get_by_label("Phone number").press("Enter")
    expect(page).to_have_title(re.compile("^When could you come"))
    keyboard.fill("days", " ")
    keyboard.follow(innerText="^Anything else", tagName="^SUMMARY$")
    keyboard.fill("note", NOTE)
    keyboard.follow(innerText="^Continue$")
    expect(page).to_have_title(re.compile("^Check your answers"))
    keyboard.follow(innerText=r"^Change\s+Phone number")
    expect(page.get_by_label("Phone number")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("949 555 0177")
    keyboard.follow(innerText="^Continue$")
    expect(main).to_contain_text("949 555 0177")
    keyboard.follow(innerText="^Send request$")
    page.wait_for_url("**/received/**")
    keyboard.follow(pathname="/your-request/")
    page.wait_for_url("**/your-request/**")
    keyboard.follow(innerText="^Withdraw my request", tagName="^SUMMARY$")
    keyboard.follow(innerText="^Yes, withdraw my request")
    expect(main).to_contain_text("Send a new request")
