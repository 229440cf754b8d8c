"""A receptionist's day in a browser, from the overnight list to closing: what each task may cost."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.appointments.factories import AGREED
from tests.databases import address_of, copy_of

from .desk_numbers import assert_numbers_are_those_of_the_table
from .hands import Hands
from .signing_in import sign_in
from .site import Site, serving
from .test_journey import working_day

pytestmark = pytest.mark.browser

# A patient, and how lists name her.
ANSWERS = {"full_name": "Patience Quillfeather", "email": "patience@quillfeather.example"}
PAT = "P. Quillfeather"


@pytest.fixture(scope="module")
def busy_site(demonstration: str) -> Iterator[Site]:
    """A site of its own, with the requests of the demonstration."""
    with copy_of(demonstration, "busy") as name, serving(address_of(name)) as site:
        site.manage("load_demo_requests")
        yield site


@pytest.fixture
def hands(page: Page, busy_site: Site) -> Hands:
    """Dana at the front desk, just signed in. Overnight one patient has asked twice, with other answers."""
    busy_site.add_request(**ANSWERS, consents=AGREED)
    busy_site.add_request(**ANSWERS | {"email": ""}, days=["fri"])
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, f"{busy_site.address}/admin/", "desk@clinic.example")
    return Hands(page)


def rows(page: Page) -> Locator:
    return page.locator(".desk-inbox tbody tr")


def open_list(hands: Hands) -> None:
    hands.click(hands.page.get_by_role("link", name=re.compile("^Requests")).first)


def open_tab(hands: Hands, name: str) -> None:
    hands.click(hands.page.locator(".desk-tabs").get_by_role("link", name=re.compile(f"^{name}")))


def open_record(hands: Hands, name: str) -> None:
    """Open the first request in the list that is of the person with this short name."""
    hands.click(rows(hands.page).filter(has_text=name).first.locator("a.desk-row-reference"))


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{name}"))


def step(page: Page, name: str) -> Locator:
    """The record's link to a step."""
    return page.get_by_role("link", name=re.compile(f"^{name}")).first


def done(page: Page, words: str) -> None:
    """The step was taken: the record says so."""
    expect(page.locator(".messages")).to_contain_text(words)


def fill_in_visit(hands: Hands, day: datetime, at: str) -> None:
    """The browser writes the separators of a day and a time by itself."""
    hands.type(hands.page.locator("[name=day]"), f"{day:%Y-%m-%d}", keys=8)
    hands.type(hands.page.locator("[name=starts]"), at, keys=6)


@pytest.mark.long
def test_a_day_at_the_desk(hands: Hands, busy_site: Site):
    for part in (calls_of_the_morning, somebody_at_the_counter, refusals_and_repetitions, evening):
        assert_numbers_are_those_of_the_table(hands.page, busy_site)
        part(hands)
    assert_numbers_are_those_of_the_table(hands.page, busy_site)


def calls_of_the_morning(hands: Hands) -> None:
    """The overnight list, and five calls from it."""
    page = hands.page
    with hands.task("overnight list", clicks=2):
        open_list(hands)
        open_tab(hands, "Needs a first look")
    assert rows(page).count() >= 4
    with hands.task("call: no answer, and the mail that we tried", clicks=3):
        open_record(hands, "О. Демонстрация")
        hands.click(button(page, "No answer"))
        hands.click(button(page, "Send it"))
    done(page, "is saved")
    with hands.task("call: voicemail", clicks=3):
        open_list(hands)
        open_record(hands, "J. Demostración")
        hands.click(button(page, "Left a voicemail"))
    done(page, "is saved")
    with hands.task("call: no answer", clicks=3):
        open_list(hands)
        open_record(hands, "W. Demonstration")
        hands.click(button(page, "No answer"))
    done(page, "is saved")
    with hands.task("call: wrong number", clicks=3):
        open_list(hands)
        open_record(hands, "B. Demonstration")
        hands.click(button(page, "Wrong number"))
    expect(page.get_by_role("main")).to_contain_text("Do not call it again")
    with hands.task("call: spoke", clicks=3):
        open_list(hands)
        open_record(hands, PAT)
        hands.click(button(page, "Spoke with them"))
    with hands.task("the visit agreed on, confirmation sent", clicks=4):
        hands.click(step(page, "Schedule a visit"))
        hands.click(page.locator(".desk-free__time").nth(1))
        hands.click(button(page, "Schedule a visit"))
        hands.click(button(page, "Send it"))
    done(page, "is scheduled")


def somebody_at_the_counter(hands: Hands) -> None:
    """A walk-in, and a patient who needs another time."""
    page = hands.page
    with hands.task("walk-in", clicks=9, keys=26):
        hands.click(page.get_by_role("link", name="Add request"))
        hands.click(page.get_by_label("At the counter"))
        hands.type(page.get_by_label("Phone number"), "9495550188")
        hands.type(page.get_by_label("Full name of the person you"), "Wanda Walker")
        hands.click(page.get_by_label("Any day"))
        hands.click(page.get_by_label("By phone", exact=True))
        hands.click(page.get_by_role("group", name="may we leave a message").get_by_label("No"))
        hands.click(button(page, "Save the request"))
    expect(page.get_by_role("heading", name="Read it back")).to_be_visible()
    with hands.task("reschedule", clicks=9, keys=26):
        open_list(hands)
        hands.type(page.get_by_placeholder("Name, phone or reference"), "Quillfeather")
        expect(rows(page)).to_have_count(2)
        hands.click(
            rows(page).filter(has_text=PAT).filter(has_text="Visit agreed").locator("a.desk-row-reference")
        )
        hands.click(step(page, "Move the visit"))
        fill_in_visit(hands, working_day(days=8), "11:00")
        hands.click(page.get_by_label("By phone"))
        hands.click(button(page, "Move the visit"))
        hands.click(button(page, "Send it"))
    done(page, "has been moved")


def refusals_and_repetitions(hands: Hands) -> None:
    """A decline, the request that was sent twice, and what looks like spam."""
    page = hands.page
    with hands.task("duplicate", clicks=3):
        open_list(hands)
        open_record(hands, PAT)
        hands.click(button(page, "Keep"))
    done(page, "duplicate")
    with hands.task("decline, told by phone", clicks=6):
        open_list(hands)
        open_record(hands, "I. Demonstração")
        hands.click(step(page, "Decline"))
        hands.click(page.get_by_label("We have no free time in the weeks asked for"))
        hands.click(page.get_by_label("By phone"))
        hands.click(button(page, "Decline"))
    done(page, "is declined")
    with hands.task("possible spam: one is a patient", clicks=3):
        open_list(hands)
        open_tab(hands, "Possible spam")
        waiting = rows(page).count()
        hands.click(button(page, "Not spam").first)
    expect(rows(page)).to_have_count(waiting - 1)


def evening(hands: Hands) -> None:
    """What is left for tomorrow, and that every message went."""
    with hands.task("closing the day", clicks=4):
        open_list(hands)
        for name in ("Needs a first look", "Call again today", "Message failed"):
            open_tab(hands, name)
