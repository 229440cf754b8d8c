"""When the desk is asked to call again: another part of the day, three tries on two days, wishes kept."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from appointments.targets.next_attempt import next_attempt
from clinic.identity.opening_hours import Closure, OpeningHours

ZONE = ZoneInfo("America/Los_Angeles")
WEEKDAYS = OpeningHours(weekly={day: ((time(8, 30), time(18)),) for day in range(5)}, zone=ZONE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026: the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("tried", "wanted", "expected"),
    [
        # Another part of the day, as soon as two hours later.
        ([at(23, 9, 30)], [], at(23, 12)),
        ([at(23, 11, 30)], [], at(23, 14)),
        ([at(23, 12, 30)], [], at(23, 17)),
        ([at(23, 15)], [], at(23, 17)),
        ([at(23, 17, 30)], [], at(24, 9)),
        # No third try on one day, and none at a time of day that found nobody.
        ([at(23, 9), at(23, 12, 5)], [], at(24, 14)),
        ([at(23, 9), at(24, 14)], [], at(24, 17)),
        # Enough of them.
        ([at(23, 9), at(23, 12), at(24, 14)], [], None),
        ([at(23, 9), at(23, 12), at(23, 14)], [], at(24, 17)),
        # Over the weekend.
        ([at(27, 17, 30)], [], at(30, 9)),
        # When the patient asked to be called; the same time on another day if there is no other.
        ([at(23, 9)], ["afternoon"], at(23, 14)),
        ([at(23, 14, 5)], ["afternoon"], at(24, 14)),
        ([at(23, 9)], ["morning", "evening"], at(23, 17)),
    ],
)
def test_the_next_try(tried, wanted, expected):
    assert next_attempt(tried, clock=WEEKDAYS, wanted=wanted) == expected


def test_a_wish_for_a_time_at_which_the_clinic_is_closed_does_not_stop_the_calls():
    mornings = OpeningHours(weekly={0: ((time(9), time(13)),)}, zone=ZONE)
    assert next_attempt([at(23, 9)], clock=mornings, wanted=["evening"]) == at(23, 12)


def test_closures_and_late_openings_are_kept_to():
    late = OpeningHours(
        weekly={day: ((time(10, 15), time(18)),) for day in range(5)},
        closures=(Closure(at(24, 0).date(), at(25, 0).date()),),
        zone=ZONE,
    )
    assert next_attempt([at(23, 17, 5)], clock=late, wanted=[]) == at(26, 10, 15)


def test_without_stated_hours_there_is_a_suggestion_all_the_same():
    assert next_attempt([at(28, 9)], clock=OpeningHours(zone=ZONE), wanted=[]) == at(28, 12)


def test_a_clinic_that_is_closed_for_weeks_gets_no_suggestion():
    closed = OpeningHours(
        weekly=WEEKDAYS.weekly, closures=(Closure(at(1, 0).date(), date(2027, 3, 1)),), zone=ZONE
    )
    assert next_attempt([at(23, 9)], clock=closed, wanted=[]) is None
