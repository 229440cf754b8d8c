"""Times that a patient can wish for: those at which the clinic opens in the next weeks, and no others."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from appointments.questions.open_times import OpenTimes
from clinic.identity.opening_hours import Closure, OpeningHours

ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2026, 11, 30, 8, tzinfo=ZONE)
LONG, SHORT = (time(9), time(18)), (time(9), time(13))
WEEK = {0: (LONG,), 2: (SHORT,), 4: ((time(14), time(20)),)}


def open_times(*closures: Closure) -> OpenTimes:
    return OpenTimes.of(OpeningHours(WEEK, closures, ZONE), MONDAY)


def codes(choices: list[tuple[str, object]]) -> list[str]:
    return [code for code, _label in choices]


def test_only_open_days_are_offered_and_parts_with_more_than_an_hour():
    offered = open_times()
    assert codes(offered.days()) == ["any", "mon", "wed", "fri"]
    assert {day: sorted(parts) for day, parts in offered.parts.items()} == {
        "mon": ["afternoon", "midday", "morning"],
        "wed": ["morning"],
        "fri": ["afternoon", "evening"],
    }


def test_a_day_that_is_closed_for_weeks_is_not_offered_and_one_holiday_changes_nothing():
    wednesdays = [Closure(date(2026, 12, day), date(2026, 12, day)) for day in (2, 9, 16, 23)]
    assert "wed" in codes(open_times(*wednesdays[:3]).days())
    assert "wed" not in codes(open_times(*wednesdays).days())


def test_after_a_long_closure_the_weeks_behind_it_count():
    assert codes(open_times(Closure(date(2026, 11, 30), date(2027, 2, 1))).days()) == [
        "any",
        "mon",
        "wed",
        "fri",
    ]


@pytest.mark.parametrize("weekly", [{}, {0: ()}])
def test_a_clinic_that_states_no_hours_is_asked_for_any_time(weekly):
    offered = OpenTimes.of(OpeningHours(weekly, (), ZONE), MONDAY)
    assert len(offered.days()) == 8
    assert len(offered.times()) == 4


@pytest.mark.parametrize(
    ("days", "times", "closed"),
    [
        (["mon"], ["morning"], ([], [])),
        (["any", "wed"], ["evening"], ([], [])),
        (["mon", "wed"], ["afternoon"], (["wed"], [])),
        (["mon"], ["morning", "evening"], ([], ["evening"])),
        ([], ["evening"], ([], [])),
        (["wed"], [], ([], [])),
    ],
)
def test_a_chosen_day_needs_one_of_the_chosen_times(days, times, closed):
    assert open_times().closed_on(days, times) == closed
