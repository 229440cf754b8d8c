"""The form in a real browser: going back, changing an answer, the counter, the keyboard; nothing is kept."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .site import Site, reference_on
from .test_journey import NAME, NOTE, fill_in

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


def assert_as_typed(page: Page) -> None:
    """The form holds what Pat typed."""
    expect(page.get_by_label("Full name")).to_have_value(NAME)
    expect(page.get_by_label("A note for the front desk")).to_have_value(NOTE)
    expect(page.get_by_label("Monday")).to_be_checked()
    expect(page.get_by_label("I agree that the clinic may contact me")).to_be_checked()


def send(page: Page) -> str:
    page.get_by_role("button", name="Send request").click()
    page.wait_for_url("**/received/**")
    return reference_on(page.get_by_role("main").inner_text())


def test_an_answer_is_changed_from_the_check_with_the_cursor_in_its_field(visitor: Page, site: Site):
    open_form(visitor, site)
    fill_in(visitor)
    visitor.get_by_role("button", name="Change Phone number").click()
    expect(visitor).to_have_url(re.compile("/request/#id_phone$"))
    expect(visitor.get_by_label("Phone number")).to_be_focused()
    expect(visitor.get_by_label("Phone number")).to_be_in_viewport()
    assert_as_typed(visitor)
    visitor.get_by_label("Phone number").fill("949 555 0177")
    visitor.get_by_role("button", name="Continue").click()
    expect(visitor.get_by_role("main")).to_contain_text("949 555 0177")
    send(visitor)


def test_going_back_keeps_what_was_typed_and_sending_again_is_the_same_request(visitor: Page, site: Site):
    open_form(visitor, site)
    visitor.get_by_label("Someone I care for").check()
    visitor.get_by_label("Your name").fill("Robin")
    fill_in(visitor)
    visitor.go_back()
    assert_as_typed(visitor)
    expect(visitor.get_by_label("Your name")).to_have_value("Robin")
    visitor.get_by_role("button", name="Continue").click()
    reference = send(visitor)
    # Past the page that was sent, to the form.
    visitor.evaluate("history.go(-2)")
    visitor.wait_for_url("**/request/?article=sciatica")
    assert_as_typed(visitor)
    visitor.get_by_role("button", name="Continue").click()
    assert send(visitor) == reference


def test_back_to_the_page_with_errors_gives_the_form_as_it_was_left(page: Page, site: Site):
    open_form(page, site)
    page.get_by_label("Full name").fill(NAME)
    page.get_by_label("A note for the front desk").fill(NOTE)
    page.get_by_label("Monday").check()
    page.get_by_label("I agree that the clinic may contact me").check()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("Phone number").fill("949 555 0142")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Check your answers"))
    page.go_back()
    assert_as_typed(page)
    expect(page.get_by_label("Phone number")).to_have_value("949 555 0142")
    expect(page.get_by_role("main")).to_contain_text("You were reading: Sciatica")


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
    note = page.get_by_label("A note for the front desk")
    counter = page.locator("[data-counter=id_note]")
    expect(counter).to_have_text(re.compile("Up to 500 characters"))
    note.fill("a\n" * 249 + "yz")
    expect(counter).to_have_text("Characters left: 0")
    note.fill("👩‍⚕️" * 126)
    expect(counter).to_have_text("Characters too many: 4")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Your note must be 500 characters or fewer")


def test_the_questions_about_somebody_else_appear_when_they_matter(visitor: Page, site: Site):
    open_form(visitor, site)
    expect(visitor.get_by_label("Your name")).to_be_hidden()
    visitor.get_by_label("My child, under 18").check()
    expect(visitor.get_by_label("Your name")).to_be_visible()
    visitor.get_by_role("button", name="Continue").click()
    visitor.get_by_role("link", name="Enter the name of the parent or guardian").click()
    expect(visitor.get_by_label("Your name")).to_be_focused()


def test_the_keyboard_alone_reaches_the_confirmation(page: Page, site: Site):
    open_form(page, site)
    page.get_by_label("Full name").focus()
    page.keyboard.type(NAME)
    for name, key in (("phone", "949 555 0142"), ("consent_contact", " ")):
        _tab_to(page, name)
        page.keyboard.type(key)
    _tab_to(page, "days", backwards=True)
    page.keyboard.press("Space")
    page.get_by_label("Full name").press("Enter")
    expect(page).to_have_title(re.compile("^Check your answers"))
    while page.evaluate("document.activeElement.value") != "send":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/received/**")


def _tab_to(page: Page, name: str, *, backwards: bool = False) -> None:
    """Press Tab until the control called ``name`` has the focus; the trap for programs is never met."""
    for _press in range(60):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        met = page.evaluate("document.activeElement.name")
        assert met != "subject"
        if met == name:
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")
