"""The clinic's clock: weeks, lunch breaks, closures, nights, and both changes of the clocks in California."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.identity.opening_hours import Closure, OpeningHours

ZONE = ZoneInfo("America/Los_Angeles")
NINE_TO_FIVE = (time(9), time(17))
WEEKDAYS = OpeningHours(dict.fromkeys(range(5), (NINE_TO_FIVE,)), zone=ZONE)
LUNCH = OpeningHours({0: ((time(9), time(12)), (time(13), time(17)))}, zone=ZONE)
NEVER = OpeningHours(zone=ZONE)


def at(day: str, clock: str = "00:00", fold: int = 0) -> datetime:
    """A moment on the clinic's wall clock."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE, fold=fold)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


# 2026-11-02 is a Monday, after the clocks went back.
@pytest.mark.parametrize(
    ("clock", "expected"),
    [("08:59", False), ("09:00", True), ("12:30", True), ("16:59", True), ("17:00", False), ("23:00", False)],
)
def test_open_from_the_first_minute_to_the_one_before_closing(clock, expected):
    assert WEEKDAYS.is_open(at("2026-11-02", clock)) is expected


def test_a_day_that_is_not_listed_is_closed():
    assert not WEEKDAYS.is_open(at("2026-11-07", "12:00"))


def test_a_lunch_break_is_closed():
    assert LUNCH.is_open(at("2026-11-02", "11:59"))
    assert not LUNCH.is_open(at("2026-11-02", "12:30"))
    assert LUNCH.is_open(at("2026-11-02", "13:00"))


def test_hours_in_any_order_and_touching_are_one_opening():
    clinic = OpeningHours({0: ((time(12), time(17)), (time(9), time(12)))}, zone=ZONE)
    assert clinic.closes_at(at("2026-11-02", "10:00")) == at("2026-11-02", "17:00")
    assert clinic.next_opening(at("2026-11-02", "10:00")) == at("2026-11-09", "09:00")


def test_closing_time_of_the_opening_under_way():
    assert LUNCH.closes_at(at("2026-11-02", "09:00")) == at("2026-11-02", "12:00")
    assert LUNCH.closes_at(at("2026-11-02", "12:00")) is None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at("2026-11-02", "08:00"), at("2026-11-02", "09:00")),
        (at("2026-11-02", "09:00"), at("2026-11-03", "09:00")),
        (at("2026-11-02", "17:00"), at("2026-11-03", "09:00")),
        (at("2026-11-06", "17:00"), at("2026-11-09", "09:00")),
        (at("2026-11-08", "12:00"), at("2026-11-09", "09:00")),
    ],
)
def test_next_opening_skips_nights_and_weekends(now, expected):
    assert WEEKDAYS.next_opening(now) == expected


def test_closures_cover_their_first_and_last_day():
    clinic = OpeningHours(
        WEEKDAYS.weekly, (Closure(date(2026, 11, 26), date(2026, 11, 27), "Thanksgiving"),), ZONE
    )
    assert clinic.is_open(at("2026-11-25", "12:00"))
    assert not clinic.is_open(at("2026-11-26", "12:00"))
    assert not clinic.is_open(at("2026-11-27", "12:00"))
    assert clinic.next_opening(at("2026-11-25", "17:30")) == at("2026-11-30", "09:00")
    assert clinic.add_open_time(at("2026-11-25", "16:00"), hours(2)) == at("2026-11-30", "10:00")


def test_a_closure_is_counted_in_the_clinics_days_not_in_utc():
    clinic = OpeningHours(
        {2: ((time(16), time(20)),)}, (Closure(date(2026, 11, 5), date(2026, 11, 5)),), ZONE
    )
    # Wednesday evening in California is Thursday in UTC.
    assert clinic.is_open(datetime(2026, 11, 5, 3, 0, tzinfo=UTC))


def test_a_closure_of_more_than_a_year_means_never():
    clinic = OpeningHours(WEEKDAYS.weekly, (Closure(date(2026, 1, 1), date(2030, 1, 1)),), ZONE)
    assert clinic.next_opening(at("2026-11-02")) is None
    assert clinic.add_open_time(at("2026-11-02", "10:00"), hours(8)) == at("2026-11-02", "18:00")


def test_an_opening_within_a_year_is_found():
    clinic = OpeningHours(WEEKDAYS.weekly, (Closure(date(2026, 11, 1), date(2027, 10, 31)),), ZONE)
    assert clinic.next_opening(at("2026-11-02")) == at("2027-11-01", "09:00")


def test_an_empty_week_is_never_open_and_promises_wall_time():
    assert not NEVER.is_open(at("2026-11-02", "12:00"))
    assert NEVER.closes_at(at("2026-11-02", "12:00")) is None
    assert NEVER.next_opening(at("2026-11-02")) is None
    assert NEVER.add_open_time(at("2026-10-31", "12:00"), hours(24)) == at("2026-11-01", "12:00")
    # 02:30 does not exist on that night.
    promised = NEVER.add_open_time(at("2027-03-13", "02:30"), hours(24))
    assert promised == promised.astimezone(UTC).astimezone(ZONE) == at("2027-03-14", "03:30")


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        (at("2026-11-02", "10:00"), 2, at("2026-11-02", "12:00")),
        (at("2026-11-02", "15:00"), 2, at("2026-11-02", "17:00")),
        (at("2026-11-02", "16:00"), 2, at("2026-11-03", "10:00")),
        (at("2026-11-02", "18:00"), 2, at("2026-11-03", "11:00")),
        (at("2026-11-02", "05:00"), 8, at("2026-11-02", "17:00")),
        (at("2026-11-06", "16:00"), 8, at("2026-11-09", "16:00")),
        (at("2026-11-07", "12:00"), 0.5, at("2026-11-09", "09:30")),
        (at("2026-11-02", "09:00"), 40, at("2026-11-06", "17:00")),
        (at("2026-11-02", "09:00"), 40.5, at("2026-11-09", "09:30")),
        (at("2026-11-02", "10:00"), 0, at("2026-11-02", "10:00")),
        (at("2026-11-02", "20:00"), 0, at("2026-11-03", "09:00")),
    ],
)
def test_opening_time_runs_on_over_the_night_and_the_weekend(start, amount, expected):
    assert WEEKDAYS.add_open_time(start, hours(amount)) == expected


def test_opening_time_stands_still_at_lunch():
    assert LUNCH.add_open_time(at("2026-11-02", "11:00"), hours(2)) == at("2026-11-02", "14:00")


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="forward"):
        WEEKDAYS.add_open_time(at("2026-11-02", "10:00"), -hours(1))


@pytest.mark.parametrize("question", [WEEKDAYS.is_open, WEEKDAYS.closes_at, WEEKDAYS.next_opening])
def test_a_moment_needs_a_time_zone(question):
    with pytest.raises(ValueError, match="time zone"):
        question(at("2026-11-02", "12:00").replace(tzinfo=None))


def test_hours_that_close_before_they_open_are_ignored():
    assert OpeningHours({0: ((time(17), time(9)),)}, zone=ZONE).next_opening(at("2026-11-01")) is None


class TestClocksGoBack:
    """On 2026-11-01 the hour from one to two happens twice."""

    night = OpeningHours({6: ((time(0), time(6)),)}, zone=ZONE)

    def test_the_night_shift_is_an_hour_longer(self):
        assert self.night.add_open_time(at("2026-11-01"), hours(7)) == at("2026-11-01", "06:00")
        assert self.night.add_open_time(at("2026-11-01"), hours(1.5)) == at("2026-11-01", "01:30")
        second = self.night.add_open_time(at("2026-11-01"), hours(2.5))
        assert (second.hour, second.minute, second.fold) == (1, 30, 1)

    def test_it_is_open_in_both_hours(self):
        assert self.night.is_open(at("2026-11-01", "01:30"))
        assert self.night.is_open(at("2026-11-01", "01:30", fold=1))

    def test_a_working_day_stays_eight_hours_long(self):
        saturday = OpeningHours({5: (NINE_TO_FIVE,), 6: (NINE_TO_FIVE,)}, zone=ZONE)
        assert saturday.add_open_time(at("2026-10-31", "09:00"), hours(9)) == at("2026-11-01", "10:00")
        assert saturday.next_opening(at("2026-10-31", "18:00")) == at("2026-11-01", "09:00")


class TestClocksGoForward:
    """On 2027-03-14 there is no hour from two to three."""

    night = OpeningHours({6: ((time(0), time(6)),)}, zone=ZONE)

    def test_the_night_shift_is_an_hour_shorter(self):
        assert self.night.add_open_time(at("2027-03-14"), hours(5)) == at("2027-03-14", "06:00")
        assert self.night.add_open_time(at("2027-03-14"), hours(2)) == at("2027-03-14", "03:00")

    def test_an_opening_within_the_missing_hour_still_opens_once(self):
        clinic = OpeningHours({6: ((time(2, 30), time(8)),)}, zone=ZONE)
        assert clinic.next_opening(at("2027-03-14", "01:00")) == at("2027-03-14", "03:30")

    def test_a_working_day_stays_eight_hours_long(self):
        weekend = OpeningHours({5: (NINE_TO_FIVE,), 6: (NINE_TO_FIVE,)}, zone=ZONE)
        assert weekend.add_open_time(at("2027-03-13", "09:00"), hours(9)) == at("2027-03-14", "10:00")


moments = st.integers(1767225600, 1830297600).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(moments, st.integers(0, 60 * 60), st.integers(1, 60 * 60))
def test_two_waits_are_as_long_as_one(start, first, second):
    waited = WEEKDAYS.add_open_time(start, timedelta(seconds=first))
    once = WEEKDAYS.add_open_time(start, timedelta(seconds=first + second))
    assert WEEKDAYS.add_open_time(waited, timedelta(seconds=second)) == once


@given(moments)
def test_closed_and_open_agree(now):
    closes = WEEKDAYS.closes_at(now)
    assert WEEKDAYS.is_open(now) == (closes is not None)
    opens = WEEKDAYS.next_opening(now)
    assert opens > now
    assert not closes or now < closes < opens
    assert WEEKDAYS.is_open(opens)
