"""The sign on the door: what it says by day, at night, around closures, and when the clocks change."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

import pytest

from clinic.identity.open_sign import open_sign
from clinic.identity.opening_hours import Closure, OpeningHours
from tests.factories import make_details, make_home, make_hours

ZONE = ZoneInfo("America/Los_Angeles")
WEEK = dict.fromkeys(range(5), ((time(9), time(18)),))
CLOCK = OpeningHours(WEEK, zone=ZONE)
THANKSGIVING = OpeningHours(WEEK, (Closure(date(2026, 11, 26), date(2026, 11, 27)),), ZONE)
TWO_WEEKS = OpeningHours(WEEK, (Closure(date(2026, 12, 21), date(2027, 1, 3)),), ZONE)
SUNDAYS = OpeningHours({6: ((time(1), time(4)),)}, zone=ZONE)


def said(clock: OpeningHours, moment: str, fold: int = 0) -> str:
    sign = open_sign(clock, datetime.fromisoformat(moment).replace(tzinfo=ZONE, fold=fold))
    return f"{sign.state}, {sign.change}"


@pytest.mark.parametrize(
    ("clock", "moment", "words"),
    [
        # 2026-11-23 is a Monday.
        (CLOCK, "2026-11-23T09:00", "Open now, until 6 p.m."),
        (CLOCK, "2026-11-23T17:59", "Open now, until 6 p.m."),
        (CLOCK, "2026-11-23T18:00", "Closed now, opens tomorrow at 9 a.m."),
        (CLOCK, "2026-11-23T08:59", "Closed now, opens today at 9 a.m."),
        (CLOCK, "2026-11-24T00:00", "Closed now, opens today at 9 a.m."),
        (CLOCK, "2026-11-27T20:00", "Closed now, opens Monday at 9 a.m."),
        (THANKSGIVING, "2026-11-25T19:00", "Closed now, opens Monday at 9 a.m."),
        (THANKSGIVING, "2026-11-26T11:00", "Closed now, opens Monday at 9 a.m."),
        (TWO_WEEKS, "2026-12-20T12:00", "Closed now, opens Monday, January 4 at 9 a.m."),
        # A week ahead the weekday alone would name today.
        (OpeningHours({0: ((time(9), time(12)),)}, zone=ZONE), "2026-11-23T12:00",
         "Closed now, opens Monday, November 30 at 9 a.m."),
    ],
)  # fmt: skip
def test_what_the_sign_says(clock, moment, words):
    assert said(clock, moment) == words


@pytest.mark.parametrize(
    ("moment", "fold", "words"),
    [
        # The hour from 1 to 2 comes twice on November 1, and the one from 2 to 3 not at all on March 14.
        ("2026-11-01T01:30", 0, "Open now, until 4 a.m."),
        ("2026-11-01T01:30", 1, "Open now, until 4 a.m."),
        ("2026-11-01T04:00", 0, "Closed now, opens Sunday, November 8 at 1 a.m."),
        ("2027-03-14T01:59", 0, "Open now, until 4 a.m."),
        ("2027-03-14T03:59", 0, "Open now, until 4 a.m."),
        ("2027-03-13T23:00", 0, "Closed now, opens tomorrow at 1 a.m."),
    ],
)
def test_the_sign_is_right_in_the_nights_when_the_clocks_change(moment, fold, words):
    assert said(SUNDAYS, moment, fold) == words


def test_no_stated_hours_means_no_sign_and_a_closed_year_promises_no_day():
    now = timezone.now()
    assert open_sign(OpeningHours(zone=ZONE), now) is None
    closed = OpeningHours(WEEK, (Closure(date(2000, 1, 1), date(2100, 1, 1)),), ZONE)
    assert open_sign(closed, now).change == ""


@pytest.mark.django_db
def test_the_home_page_shows_the_sign_of_this_moment(client):
    all_day = {"opens": time.min, "closes": time.max}
    make_details(opening_hours=[("hours", {"day": str(day), **all_day}) for day in range(7)])
    assert re.search(r"<strong>Open now</strong>\s+until 11:59 p.m.", client.get(make_home().url).text)


@pytest.mark.django_db
def test_the_home_page_says_when_the_clinic_is_closed(client):
    make_details(opening_hours=[make_hours(day=(timezone.localdate().weekday() + 3) % 7)])
    assert re.search(r"<strong>Closed now</strong>\s+opens \w+day", client.get(make_home().url).text)
