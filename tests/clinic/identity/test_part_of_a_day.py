"""A day that is closed in part, or on which somebody is away for some hours: it could not be entered."""

import datetime
import json
import re

from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

import pytest

from clinic.identity.opening_hours import Closure, OpeningHours
from clinic.models import ClinicSettings, Practitioner
from tests.factories import make_details, make_hours, make_information_page

MONDAY = datetime.date(2026, 11, 30)
LUNCH = ((datetime.time(9), datetime.time(12)), (datetime.time(13), datetime.time(17)))
A_DAY = datetime.timedelta(days=1)


def spans(*closed: tuple[int | None, int | None]) -> list[tuple[int, int]]:
    """The hours of a Monday with a lunch break that are left."""
    at = [tuple(None if hour is None else datetime.time(hour) for hour in pair) for pair in closed]
    closures = tuple(Closure(MONDAY, MONDAY, "", *pair) for pair in at)
    openings = OpeningHours({0: LUNCH}, closures).openings_on(MONDAY)
    return [(opens.hour, closes.hour) for opens, closes in openings]


@pytest.mark.parametrize(
    ("closed", "left"),
    [
        ([(15, None)], [(9, 12), (13, 15)]),
        ([(None, 10)], [(10, 12), (13, 17)]),
        ([(10, 11)], [(9, 10), (11, 12), (13, 17)]),
        ([(11, 14)], [(9, 11), (14, 17)]),
        ([(12, 13)], [(9, 12), (13, 17)]),
        ([(8, 18)], []),
        ([(14, 16), (15, None)], [(9, 12), (13, 14)]),
        ([(13, 14), (16, 17)], [(9, 12), (14, 16)]),
        ([(7, 9), (17, 19)], [(9, 12), (13, 17)]),
    ],
)
def test_the_clock_takes_the_part_out_of_the_hours_of_that_day(closed, left):
    assert spans(*closed) == left


def test_a_promise_skips_the_part_and_the_day_after_is_as_always():
    clock = OpeningHours(
        dict.fromkeys(range(5), LUNCH), (Closure(MONDAY, MONDAY, "", datetime.time(15), None),)
    )
    two = datetime.datetime.combine(MONDAY, datetime.time(14), clock.zone)
    assert clock.add_open_time(two, datetime.timedelta(hours=2)).hour == 10
    assert not clock.is_open(two.replace(hour=15))
    assert len(clock.openings_on(MONDAY + A_DAY)) == 2


def days(first: datetime.date, last: datetime.date, begins: int | None, ends: int | None) -> dict:
    hours = [None if hour is None else datetime.time(hour) for hour in (begins, ends)]
    return {"first_day": first, "last_day": last, "begins": hours[0], "ends": hours[1]}


@pytest.mark.parametrize(
    ("entered", "says"),
    [
        (days(MONDAY, MONDAY + A_DAY, 15, None), "time away holds for one day"),
        (days(MONDAY, MONDAY, 15, 15), "must end after it begins"),
        (days(MONDAY, MONDAY, 15, 9), "must end after it begins"),
    ],
)
@pytest.mark.django_db
def test_times_that_cannot_be_meant_are_refused(entered, says):
    with pytest.raises(ValidationError, match=says):
        Practitioner(name="Ana", leave=[("leave", entered)]).clean()
    words = says.replace("time away", "Party: a time").replace("must end", "Party: the time must end")
    with pytest.raises(ValidationError, match=words):
        make_details(closures=[("closure", {**entered, "reason": "Party"})]).full_clean()


@pytest.mark.django_db
def test_visitors_and_search_engines_read_the_hours_that_are_left(client: Client):
    today = timezone.localdate()
    monday = today + A_DAY * ((7 - today.weekday()) % 7 or 7)
    make_information_page()
    make_details(
        opening_hours=[make_hours(day=0, opens=9, closes=12), make_hours(day=0, opens=13, closes=17)],
        closures=[("closure", {**days(monday, monday, 15, None), "reason": "Christmas Eve"})],
    )
    html = client.get("/").content.decode()
    assert f"Closed {monday:%B} {monday.day} from 3 p.m." in " ".join(html.split())
    [graph] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    special = json.loads(graph)["@graph"][0]["specialOpeningHoursSpecification"]
    assert [(one["opens"], one["closes"]) for one in special] == [("09:00", "12:00"), ("13:00", "15:00")]
    assert {(one["validFrom"], one["validThrough"]) for one in special} == {(str(monday), str(monday))}
    details = ClinicSettings.objects.get()
    details.closures = [("closure", {**days(monday, monday, 8, 18), "reason": ""})]
    details.save()
    graph = re.findall(r'ld\+json">(.*?)</script>', client.get("/").content.decode())[0]
    [closed] = json.loads(graph)["@graph"][0]["specialOpeningHoursSpecification"]
    assert "opens" not in closed
