"""The form in a real browser: going back, changing an answer, the counter, the keyboard; nothing is kept."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .site import Site, reference_on
from .test_journey import NAME, NOTE, fill_in, fill_in_reach, fill_in_when, fill_in_who, go_on

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def visitor(request: pytest.FixtureRequest, browser: Browser) -> Page:
    """A page on a phone, with and without JavaScript."""
    viewport = {"width": 390, "height": 844}
    context = browser.new_context(java_script_enabled=request.param, viewport=viewport)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def open_form(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/appointments/request/?article=sciatica")


def send(page: Page) -> str:
    page.get_by_role("button", name="Send request").click()
    page.wait_for_url("**/received/**")
    return reference_on(page.get_by_role("main").inner_text())


def test_an_answer_is_changed_from_the_check_with_the_cursor_in_its_field(visitor: Page, site: Site):
    open_form(visitor, site)
    fill_in(visitor)
    visitor.get_by_role("button", name="Change Note for the front desk").click()
    expect(visitor.get_by_label("A note for the front desk")).to_be_focused()
    expect(visitor.get_by_label("A note for the front desk")).to_have_value(NOTE)
    expect(visitor.get_by_label("Monday")).to_be_checked()
    go_on(visitor, "Check your answers")
    visitor.get_by_role("button", name="Change Phone number").click()
    expect(visitor).to_have_url(re.compile("/request/#id_phone$"))
    expect(visitor.get_by_label("Phone number")).to_be_focused()
    expect(visitor.get_by_label("Phone number")).to_be_in_viewport()
    visitor.get_by_label("Phone number").fill("949 555 0177")
    go_on(visitor, "Check your answers")
    expect(visitor.get_by_role("main")).to_contain_text("949 555 0177")
    send(visitor)


def test_our_own_back_and_the_browsers_keep_what_was_typed(visitor: Page, site: Site):
    open_form(visitor, site)
    visitor.get_by_label("Someone I care for").check()
    visitor.get_by_label("Your full name").fill("Robin")
    visitor.get_by_label("Daughter").check()
    visitor.get_by_label("Their full name").fill(NAME)
    go_on(visitor, "How should we reach you?")
    visitor.go_back()
    expect(visitor.get_by_label("Your full name")).to_have_value("Robin")
    expect(visitor.get_by_label("Daughter")).to_be_checked()
    # No browser fills in the name of somebody else, not even from a moment ago.
    visitor.get_by_label("Their full name").fill(NAME)
    go_on(visitor, "How should we reach you?")
    fill_in_reach(visitor)
    go_on(visitor, "When could you come?")
    visitor.get_by_role("button", name="Back").click()
    expect(visitor.get_by_label("Phone number")).to_have_value("949 555 0142")
    visitor.get_by_role("button", name="Back").click()
    expect(visitor.get_by_label("Their full name")).to_have_value(NAME)
    go_on(visitor, "How should we reach you?")
    go_on(visitor, "When could you come?")
    fill_in_when(visitor)
    go_on(visitor, "Check your answers")
    send(visitor)


def test_sent_again_from_a_fresh_form_is_the_same_request(page: Page, site: Site):
    open_form(page, site)
    fill_in(page)
    expect(page.get_by_role("main")).to_contain_text("@quillfeather.example")
    mailbox = page.locator("dd", has_text="@quillfeather.example").inner_text()
    reference = send(page)
    open_form(page, site)
    fill_in_who(page)
    go_on(page, "How should we reach you?")
    fill_in_reach(page)
    page.get_by_label("Email address").fill(mailbox)
    go_on(page, "When could you come?")
    fill_in_when(page)
    go_on(page, "Check your answers")
    assert send(page) == reference


def test_back_from_the_confirmation_says_that_the_request_is_there(page: Page, site: Site):
    open_form(page, site)
    notice = page.get_by_text("there is no need to send it again")
    expect(notice).to_be_hidden()
    fill_in(page)
    send(page)
    page.go_back()
    expect(notice).to_be_visible()


def test_nothing_that_was_typed_is_kept_in_the_browser(page: Page, site: Site):
    open_form(page, site)
    fill_in(page)
    send(page)
    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
        " (await caches.keys()).length, JSON.stringify(history.state)]"
    )
    assert kept == [0, 0, 0, 0, "null"]
    assert {cookie["name"] for cookie in page.context.cookies()} == {"csrf"}


def test_a_double_click_sends_once(page: Page, site: Site):
    open_form(page, site)
    fill_in(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Send request").dblclick()
    page.wait_for_url("**/received/**")
    assert len(sent) == 1


def test_the_counter_counts_as_the_server_does(page: Page, site: Site):
    open_form(page, site)
    fill_in_who(page)
    go_on(page, "How should we reach you?")
    fill_in_reach(page)
    go_on(page, "When could you come?")
    page.get_by_label("Monday").check()
    page.locator("summary", has_text="Anything else?").click()
    note = page.get_by_label("A note for the front desk")
    counter = page.locator("[data-counter=id_note]")
    expect(counter).to_have_text(re.compile("Up to 500 characters"))
    note.fill("a\n" * 249 + "yz")
    expect(counter).to_have_text("Characters left: 0")
    note.fill("👩‍⚕️" * 126)
    expect(counter).to_have_text("Characters too many: 4")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Your note must be 500 characters or fewer")


def test_only_what_is_asked_of_this_person_is_shown(visitor: Page, site: Site):
    open_form(visitor, site)
    theirs, age = visitor.get_by_label("Their full name"), visitor.get_by_text("How old is the child?")
    expect(theirs).to_be_hidden()
    # The first question stands on the first screen of a phone, below the emergency numbers.
    expect(visitor.get_by_label("Me", exact=True)).to_be_in_viewport()
    expect(visitor.get_by_label("Your full name")).to_be_in_viewport()
    visitor.get_by_label("My child, under 18").check()
    expect(age).to_be_visible()
    expect(visitor.get_by_label("Daughter")).to_be_hidden()
    visitor.get_by_label("Someone I care for").check()
    expect(age).to_be_hidden()
    visitor.get_by_label("Daughter").check()
    visitor.get_by_role("button", name="Continue").click()
    visitor.get_by_role("link", name="Enter the name of the person who needs the visit").click()
    expect(theirs).to_be_focused()
    theirs.fill(NAME)
    visitor.get_by_label("Your full name").fill("Robin")
    go_on(visitor, "How should we reach you?")
    # Whoever cannot use a phone is asked for none.
    visitor.get_by_label("Email me", exact=True).check()
    expect(visitor.get_by_label("Phone number")).to_be_hidden()
    visitor.get_by_label("Email address").fill("robin@quillfeather.example")
    go_on(visitor, "When could you come?")
    expect(visitor.get_by_text("Best time to call you")).to_have_count(0)
    visitor.get_by_label("Any day").check()
    go_on(visitor, "Check your answers")
    send(visitor)


def test_the_keyboard_alone_reaches_the_confirmation(page: Page, site: Site):
    open_form(page, site)
    page.get_by_label("Me", exact=True).focus()
    page.keyboard.press("Space")
    _tab_to(page, "caller_name")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^How should we reach you"))
    for name, key in (("contact_by", " "), ("phone", "949 555 0142"), ("voicemail_ok", " ")):
        _tab_to(page, name)
        page.keyboard.type(key)
    page.get_by_label("Phone number").press("Enter")
    expect(page).to_have_title(re.compile("^When could you come"))
    _tab_to(page, "days")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Check your answers"))
    while page.evaluate("document.activeElement.value") != "send":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/received/**")


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the control called ``name`` has the focus; the trap for programs is never met."""
    for _press in range(60):
        page.keyboard.press("Tab")
        met = page.evaluate("document.activeElement.name")
        assert met != "subject"
        if met == name:
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")
