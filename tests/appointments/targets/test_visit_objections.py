"""When a practitioner can see a patient: at the edges of hours, and on the nights when the clocks change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from appointments.targets.visit_objections import Offer
from clinic.identity.opening_hours import Closure, OpeningHours
from clinic.models import Practitioner
from tests.factories import make_hours

HERE = ZoneInfo("America/Los_Angeles")
# A Sunday in winter, and the Sundays of 2027 on which the clocks change.
PLAIN, FORWARD, BACK = date(2027, 1, 17), date(2027, 3, 14), date(2027, 11, 7)
BREAK = ((time(9), time(12)), (time(13), time(17)))
CLINIC = OpeningHours(weekly={6: BREAK}, closures=(Closure(date(2027, 1, 24), date(2027, 1, 24)),))


def objections(day: date, begins: time, ends: time, clinic: OpeningHours = CLINIC, **person: object) -> set:
    offer = Offer(Practitioner(name="Ana Reyes", **person), clinic)
    start, end = (datetime.combine(day, at, HERE).astimezone(UTC) for at in (begins, ends))
    return offer.objections(start, end)


@pytest.mark.parametrize("day", [PLAIN, FORWARD, BACK])
@pytest.mark.parametrize(
    ("begins", "ends", "found"),
    [
        (time(9), time(12), set()),
        (time(13), time(17), set()),
        (time(11, 30), time(12, 30), {"not_open"}),
        (time(11), time(13), {"not_open"}),
        (time(8, 59), time(10), {"not_open"}),
        (time(16), time(17, 1), {"not_open"}),
        (time(12), time(13), {"not_open"}),
    ],
)
def test_hours_hold_to_the_minute_also_when_the_clocks_change(day, begins, ends, found):
    assert objections(day, begins, ends) == found


@pytest.mark.parametrize(
    ("person", "found"),
    [
        ({"working_hours": [make_hours(day=6, opens=10)]}, {"not_working"}),
        ({"working_hours": [make_hours(day=6, opens=9, closes=10)]}, set()),
        ({"leave": [("leave", {"first_day": PLAIN, "last_day": PLAIN})]}, {"away"}),
        ({"license_expires": PLAIN}, set()),
        ({"license_expires": date(2027, 1, 16)}, {"unlicensed"}),
        ({"is_active": False}, {"left"}),
        ({"offers_visits": False, "license_expires": date(2026, 1, 1)}, {"left", "unlicensed"}),
    ],
)
def test_what_the_practitioner_does_not_offer(person, found):
    assert objections(PLAIN, time(9), time(10), **person) == found


def test_a_closure_says_enough_about_the_clinics_hours():
    assert objections(date(2027, 1, 24), time(20), time(21)) == {"closed"}


def test_a_clinic_without_hours_objects_to_none():
    assert objections(PLAIN, time(20), time(21), OpeningHours()) == set()
