"""The day beside the form for a visit follows what is chosen; where no script can run, a button does it."""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from .signing_in import sign_in
from .site import Site
from .test_journey import working_day

pytestmark = pytest.mark.browser


def open_form(page: Page, site: Site) -> None:
    """The form for a visit of a new request, with a time typed already."""
    _reference, key = site.add_request()
    sign_in(page, f"{site.address}/admin/requests/schedule/{key}/", "desk@clinic.example")
    page.get_by_label("Starts at").fill("10:15")


def choose(page: Page, *, days: int) -> str:
    """Choose a working day so many days from now; how its heading reads."""
    day = working_day(days=days)
    page.locator("[name=day]").fill(f"{day:%Y-%m-%d}")
    return f"{day:%A, %B} {day.day}, {day.year}"


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_the_day_follows_what_is_chosen_and_is_told_nothing_else(page: Page, site: Site):
    open_form(page, site)
    button = page.get_by_role("button", name="Show the day")
    expect(button).to_be_hidden()
    # A time that is pressed is filled in; nothing is sent for it.
    pressed = page.locator("[name=take]").nth(1)
    _who, day, starts = pressed.get_attribute("value").split(" ")
    pressed.click()
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[name=day]")).to_have_value(day)
    expect(page.get_by_label("Starts at")).to_have_value(starts)
    page.get_by_label("Starts at").fill("10:15")
    asked = []
    page.on("request", lambda appointment_request: asked.append(appointment_request))
    shown = choose(page, days=8)
    heading(page, shown)
    expect(page.locator("[data-day-said]")).to_contain_text(shown)
    expect(page.get_by_label("Starts at")).to_have_value("10:15")
    page.get_by_label("With whom?").select_option(label="Robin Demonstration, L.Ac.")
    expect(page.locator("[data-day-said]")).to_contain_text("Robin Demonstration")
    expect(page.locator("#desk-day")).not_to_contain_text("Alex Demonstration")
    sent = [set(parse_qs(one.post_data)) for one in asked if one.method == "POST" and "/schedule/" in one.url]
    allowed = {"csrfmiddlewaretoken", "version", "practitioner", "minutes", "day", "starts", "show_day"}
    assert len(sent) == 2 and set.union(*sent) == allowed
    page.route("**/schedule/**", lambda route: route.abort())
    choose(page, days=9)
    expect(button).to_be_visible()
    page.unroute("**/schedule/**")
    shown = choose(page, days=10)
    heading(page, shown)


def test_without_a_script_the_button_shows_it_and_keeps_what_was_typed(plain: Page, site: Site):
    open_form(plain, site)
    day = working_day(days=8)
    plain.locator("[name=day]").fill(f"{day:%Y-%m-%d}")
    plain.get_by_role("button", name="Next week").click()
    expect(plain.get_by_label("Starts at")).to_have_value("10:15")
    plain.get_by_role("button", name="Show the day").click()
    heading(plain, f"{day:%A, %B} {day.day}, {day.year}")
    expect(plain.get_by_label("Starts at")).to_have_value("10:15")
    expect(plain.get_by_role("alert")).to_have_count(0)
    free = plain.locator("[name=take]").last
    _who, day, starts = free.get_attribute("value").split(" ")
    free.click()
    expect(plain.locator("[name=day]")).to_have_value(day)
    expect(plain.get_by_label("Starts at")).to_have_value(starts)
