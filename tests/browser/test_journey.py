"""The main path in a real browser, on real processes, from an article to "scheduled"; and through faults."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from appointments.public.screening.fields import FASTEST, OPENED, signed_time
from articles.demo.records import read
from tests.waiting import wait_until

from .signing_in import sign_in_by_form
from .site import Site, reference_on

pytestmark = pytest.mark.browser

NAME, NOTE = "Patience Quillfeather", "Tinglingfingers"
MAILBOXES = count(1)


def fill_in(page: Page, note: str = NOTE) -> None:
    """Fill in every screen as Pat does, until the answers are read back."""
    fill_in_who(page)
    go_on(page, "How should we reach you?")
    fill_in_reach(page)
    go_on(page, "When could you come?")
    fill_in_when(page, note)
    go_on(page, "Check your answers")


def fill_in_who(page: Page) -> None:
    page.get_by_label("Me", exact=True).check()
    page.get_by_label("Your full name").fill(NAME)


def fill_in_reach(page: Page) -> None:
    page.get_by_label("Call or email me").check()
    page.get_by_label("Phone number").fill("949 555 0142")
    page.get_by_role("group", name="May we leave a message?").get_by_label("No").check()
    # A mailbox of its own: nobody is sent more than a few mails a day.
    page.get_by_label("Email address").fill(f"patience{next(MAILBOXES)}@quillfeather.example")


def fill_in_when(page: Page, note: str = NOTE) -> None:
    page.get_by_label("Monday").check()
    page.get_by_role("group", name="Times of day").get_by_label("Morning").check()
    if not page.get_by_label("A note for the front desk").is_visible():
        page.locator("summary", has_text="Anything else?").click()
    page.get_by_label("A note for the front desk").fill(note)


def go_on(page: Page, title: str) -> None:
    """Press "Continue", and arrive at the screen with that title."""
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile(f"^{re.escape(title)}"))


def take_time(page: Page) -> None:
    """Be somebody who opened the form two minutes ago, on its first screen: too fast is what programs are."""
    opened = signed_time(datetime.now(UTC) - timedelta(minutes=2))
    page.locator(f"[name={OPENED}]").evaluate("(field, opened) => { field.value = opened; }", opened)


def ask_for_appointment(page: Page, site: Site, *, note: str = NOTE, in_real_time: bool = False) -> str:
    """Read an article, fill in the form, check the answers, send them, and return the reference."""
    page.goto(f"{site.address}/conditions/sciatica/")
    page.get_by_role("link", name="Request an appointment").last.click()
    expect(page.get_by_role("main")).to_contain_text("Sciatica")
    opened = time.monotonic()
    if not in_real_time:
        take_time(page)
    fill_in(page, note)
    if in_real_time:
        enough = FASTEST.total_seconds() + 0.2
        wait_until(lambda: time.monotonic() - opened > enough, "Pat to read the answers")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("main")).to_contain_text("not booked")
    return reference_on(page.get_by_role("main").inner_text())


def log_call(page: Page) -> None:
    """Keep that the receptionist spoke with the patient."""
    page.get_by_role("link", name="Log another way of contact").click()
    page.get_by_label("Phone", exact=True).check()
    page.get_by_label("Spoke with the patient").check()
    page.get_by_role("button", name="Log another way of contact").click()


def working_day(*, days: int) -> datetime:
    """A day when the demonstration's clinic is open from morning to evening, at least ``days`` from now."""
    day = datetime.now(ZoneInfo("America/Los_Angeles")) + timedelta(days=days)
    while day.weekday() not in (0, 1, 3) or is_closed(day.date()):
        day += timedelta(days=1)
    return day


def is_closed(day: date) -> bool:
    """Return whether the demonstration's clinic is closed on this day, as at Thanksgiving."""
    closures = read("clinic")["closures"]
    return any(closure["first_day"] <= day <= closure["last_day"] for closure in closures)


def schedule(page: Page) -> str:
    """Agree on a visit in a week and confirm it by mail; returns how the record should name the day."""
    day = working_day(days=7)
    page.get_by_role("link", name="Schedule a visit", exact=True).click()
    page.get_by_label("With whom?").select_option(index=1)
    page.locator("[name=day]").fill(f"{day:%Y-%m-%d}")
    page.get_by_label("Starts at").fill("10:00")
    page.get_by_label("By phone").check()
    page.get_by_role("button", name="Schedule a visit").click()
    page.get_by_role("button", name="Send it and").click()
    return f"{day:%a, %b} {day.day}"


def test_from_the_article_to_a_scheduled_visit(page: Page, other: Page, site: Site):
    seen: list[str] = []
    page.on("request", lambda appointment_request: seen.append(appointment_request.url))
    page.on("requestfailed", lambda appointment_request: seen.append(appointment_request.url))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    reference = ask_for_appointment(page, site, in_real_time=True)
    assert all(url.startswith(site.address) for url in seen), "nothing is asked of another host"
    assert not [url for url in seen if NAME.split()[0] in url or NOTE in url]
    assert not complaints, "the content security policy refused something"

    wait_until(lambda: site.mail_about(reference), "the first notice", seconds=5)
    mail = wait_until(
        lambda: len(site.mail_about(reference)) == 2 and site.mail_about(reference), "two messages"
    )
    desk_mail = next(message for message in mail if "desk@clinic.example" in message["To"])
    link = re.search(r"http://\S+", desk_mail.get_content()).group()

    desk = other
    sign_in_by_form(desk, link, "desk@clinic.example")
    main = desk.get_by_role("main")
    expect(main).to_contain_text(NAME)
    expect(main).to_contain_text(NOTE)
    desk.get_by_role("button", name="Take the request").click()
    expect(main).to_contain_text("Dana Demonstration")
    log_call(desk)
    expect(main).to_contain_text("Contacting")
    day = schedule(desk)
    expect(main).to_contain_text(day)
    desk.goto(f"{site.address}/admin/requests/")
    expect(main).to_contain_text("Visit ")


def test_the_web_server_killed_right_after_its_answer_loses_no_notice(page: Page, site: Site):
    reference = ask_for_appointment(page, site)
    site.kill("web")
    wait_until(lambda: len(site.mail_about(reference)) == 2, "the notices")
    site.start("web")
