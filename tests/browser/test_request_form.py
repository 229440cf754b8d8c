"""The form in a real browser: going back, changing an answer, the counter, the same answers sent again."""

import re

import pytest
from playwright.sync_api import Page, expect

from .site import Site, reference_on
from .test_journey import NAME, NOTE, fill_in, fill_in_reach, fill_in_when, fill_in_who, go_on

pytestmark = pytest.mark.browser

# Of two presses, whether each was refused. Neither sends: of two that would, Chromium itself drops one.
PRESS_TWICE = """(button) => {
    const refused = [], end = new AbortController();
    addEventListener("submit", (event) => {
        refused.push(event.defaultPrevented);
        event.preventDefault();
    }, { signal: end.signal });
    button.click();
    button.click();
    end.abort();
    dispatchEvent(new Event("pageshow"));
    return refused;
}"""


def open_form(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/appointments/request/?article=sciatica")


def send(page: Page) -> str:
    page.get_by_role("button", name="Send request").click()
    page.wait_for_url("**/received/**")
    return reference_on(page.get_by_role("main").inner_text())


def test_going_back_and_changing_an_answer_keep_what_was_typed(visitor: Page, site: Site):
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
    # What is changed from here has the cursor in its field.
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


def test_a_double_click_or_the_same_answers_again_send_once(page: Page, site: Site):
    open_form(page, site)
    notice = page.get_by_text("there is no need to send it again")
    expect(notice).to_be_hidden()
    fill_in(page)
    mailbox = page.locator("dd", has_text="@quillfeather.example").inner_text()
    assert page.get_by_role("button", name="Send request").evaluate(PRESS_TWICE) == [False, True]
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Send request").dblclick()
    page.wait_for_url("**/received/**")
    assert len(sent) == 1
    reference = reference_on(page.get_by_role("main").inner_text())
    # Whoever goes back from the confirmation reads that the request is there.
    page.go_back()
    expect(notice).to_be_visible()
    open_form(page, site)
    fill_in_who(page)
    go_on(page, "How should we reach you?")
    fill_in_reach(page)
    page.get_by_label("Email address").fill(mailbox)
    go_on(page, "When could you come?")
    fill_in_when(page)
    go_on(page, "Check your answers")
    assert send(page) == reference


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
