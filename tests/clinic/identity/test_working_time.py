"""When a practitioner works: hours of their own or the clinic's, days off, and what cannot be meant."""

import datetime

from django.core.exceptions import ValidationError

import pytest

from clinic.identity.opening_hours import Closure, OpeningHours
from clinic.models import Practitioner
from tests.factories import make_hours

NINE_TO_FIVE = {day: ((datetime.time(9), datetime.time(17)),) for day in range(5)}
TUESDAY = datetime.date(2026, 12, 1)
CLINIC = OpeningHours(weekly=NINE_TO_FIVE, closures=(Closure(TUESDAY, TUESDAY),))


def days_away(first: datetime.date, last: datetime.date) -> list:
    return [("leave", {"first_day": first, "last_day": last})]


def hours_on(person: Practitioner, day: datetime.date) -> list[tuple[int, int]]:
    return [(opens.hour, closes.hour) for opens, closes in person.clock(CLINIC).openings_on(day)]


def test_without_hours_of_their_own_the_clinics_hold():
    assert hours_on(Practitioner(name="Ana"), TUESDAY + datetime.timedelta(days=1)) == [(9, 17)]


def test_own_hours_replace_the_clinics_and_its_closures_stay():
    ana = Practitioner(name="Ana", working_hours=[make_hours(day=1, opens=13), make_hours(day=5, opens=10)])
    assert hours_on(ana, TUESDAY) == []
    assert hours_on(ana, TUESDAY + datetime.timedelta(days=7)) == [(13, 17)]
    assert hours_on(ana, TUESDAY + datetime.timedelta(days=4)) == [(10, 17)]
    assert hours_on(ana, TUESDAY + datetime.timedelta(days=1)) == []


def test_days_off_are_days_without_hours():
    first, last = TUESDAY + datetime.timedelta(days=1), TUESDAY + datetime.timedelta(days=2)
    ana = Practitioner(name="Ana", leave=days_away(first, last))
    assert [bool(hours_on(ana, first + datetime.timedelta(days=offset))) for offset in range(3)] == [
        False,
        False,
        True,
    ]
    assert ana.is_away_on(last)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (
            {"working_hours": [make_hours(day=0, opens=17, closes=9)]},
            "Monday: work must end after it begins.",
        ),
        ({"working_hours": [make_hours(day=0), make_hours(day=0, opens=16)]}, "Monday: two times overlap."),
        ({"leave": days_away(TUESDAY, TUESDAY - datetime.timedelta(days=1))}, "comes before the first."),
    ],
)
def test_what_cannot_be_meant_is_refused(fields, says):
    with pytest.raises(ValidationError, match=says):
        Practitioner(name="Ana", **fields).clean()


@pytest.mark.parametrize(
    ("fields", "sees_patients"),
    [
        ({}, True),
        ({"is_active": False}, False),
        ({"offers_visits": False}, False),
        ({"license_expires": TUESDAY}, True),
        ({"license_expires": TUESDAY - datetime.timedelta(days=1)}, False),
    ],
)
def test_who_sees_patients_on_a_day(fields, sees_patients):
    assert Practitioner(name="Ana", **fields).sees_patients_on(TUESDAY) is sees_patients
