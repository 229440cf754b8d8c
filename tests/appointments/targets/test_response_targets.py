"""The desk's clocks: which run for a request, how far, over nights, weekends, closures and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.statuses import Status
from appointments.targets.response_targets import (
    ResponseTargets,
    RunningTarget,
    Target,
    running_targets,
)
from clinic.identity.opening_hours import Closure, OpeningHours

ZONE = ZoneInfo("America/Los_Angeles")
NINE_TO_FIVE = ((time(9), time(17)),)
LUNCH = ((time(9), time(12)), (time(13), time(17)))
WEEKDAYS = OpeningHours(dict.fromkeys(range(5), LUNCH), zone=ZONE)
HOLIDAY = OpeningHours(WEEKDAYS.weekly, (Closure(date(2026, 11, 26), date(2026, 11, 27)),), ZONE)
NIGHTS = OpeningHours(dict.fromkeys(range(7), ((time(0), time(6)), (time(22), time(23, 59)))), zone=ZONE)
NEVER = OpeningHours(zone=ZONE)
CLINICS = [WEEKDAYS, HOLIDAY, NIGHTS, NEVER]
# Around both changes of the clocks, and Thanksgiving.
MOMENTS = [(datetime(2026, 10, 28, tzinfo=UTC), 40), (datetime(2027, 3, 10, tzinfo=UTC), 10)]
moments = st.sampled_from(MOMENTS).flatmap(
    lambda span: st.integers(0, span[1] * 86400).map(lambda second: span[0] + timedelta(seconds=second))
)
LEVELS = [50, 100, 150, 200]


def assume_there_is_one_answer(hours: OpeningHours, first: datetime, last: datetime) -> None:
    """Leave out, for a clinic without hours, the nights of a clock change: it promises wall time."""
    day = timedelta(days=1)
    assume(
        hours is not NEVER
        or len({(first - day).astimezone(ZONE).dst(), (last + day).astimezone(ZONE).dst()}) == 1
    )


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


def plan_for(hours: OpeningHours) -> ResponseTargets:
    return ResponseTargets.of(hours, first_look=60, first_contact=240, urgent=30)


def facts(**known) -> AppointmentRequest:
    monday = at("2026-11-02", "10:00")
    return AppointmentRequest(**{"waiting_since": monday, "due_at": monday, **known})


@pytest.mark.parametrize(
    ("known", "clocks"),
    [
        ({}, {"first_look", "first_contact", "promise"}),
        ({"assigned_to_id": 1}, {"first_contact", "promise"}),
        ({"priority": Priority.URGENT}, {"urgent", "promise"}),
        ({"status": Status.CONTACTING}, {"next_step"}),
        ({"status": Status.CONTACTING, "next_attempt_at": at("2026-11-03", "09:00")}, {"call_again"}),
        ({"status": Status.QUARANTINED}, {"promise"}),
        ({"status": Status.SCHEDULED}, set()),
        ({"status": Status.EXPIRED, "priority": Priority.URGENT}, set()),
    ],
)
def test_which_clocks_run(known, clocks):
    assert {run.target for run in running_targets(facts(**known))} == clocks


# 2026-10-30 is a Friday; on Sunday 2026-11-01 the clocks go back, on 2027-03-14 they go forward.
@pytest.mark.parametrize(
    ("hours", "begun", "percent", "reached"),
    [
        (WEEKDAYS, at("2026-11-02", "10:00"), 50, at("2026-11-02", "10:30")),
        (WEEKDAYS, at("2026-11-02", "11:30"), 100, at("2026-11-02", "13:30")),
        (WEEKDAYS, at("2026-10-30", "16:30"), 100, at("2026-11-02", "09:30")),
        (WEEKDAYS, at("2026-10-30", "20:00"), 200, at("2026-11-02", "11:00")),
        (HOLIDAY, at("2026-11-25", "16:30"), 150, at("2026-11-30", "10:00")),
        (NIGHTS, at("2026-11-01", "00:30"), 200, at("2026-11-01", "01:30").replace(fold=1)),
        (NIGHTS, at("2027-03-14", "01:30"), 100, at("2027-03-14", "03:30")),
        (NEVER, at("2026-11-02", "10:00"), 200, at("2026-11-02", "12:00")),
    ],
)
def test_a_first_look_is_due_after_an_hour_in_which_the_clinic_is_open(hours, begun, percent, reached):
    run = RunningTarget(Target.FIRST_LOOK, begun)
    assert plan_for(hours).reached_at(run, percent) == reached


@pytest.mark.parametrize(
    ("percent", "reached"),
    [
        (50, at("2026-11-03", "09:30")),
        (100, at("2026-11-03", "11:30")),
        (150, at("2026-11-03", "14:30")),
        (200, at("2026-11-03", "16:30")),
    ],
)
def test_a_call_to_be_tried_again_is_measured_from_the_time_that_was_set(percent, reached):
    run = RunningTarget(Target.CALL_AGAIN, at("2026-11-03", "11:30"))
    assert plan_for(WEEKDAYS).reached_at(run, percent) == reached


def test_a_call_set_for_a_closed_day_is_late_at_its_moment_everywhere():
    run, plan = RunningTarget(Target.CALL_AGAIN, at("2026-10-31", "10:00")), plan_for(WEEKDAYS)
    assert plan.due_at(run) == at("2026-10-31", "10:00")
    assert plan.highest_escalation(run, at("2026-10-31", "09:59")) == 0
    assert plan.highest_escalation(run, at("2026-10-31", "10:00")) == 100
    assert plan.latest_start(Target.CALL_AGAIN, 100, at("2026-10-31", "10:00")) == run.moment


@given(
    st.sampled_from(CLINICS), st.sampled_from([*Target]), st.sampled_from(LEVELS), moments,
    st.integers(0, 4 * 86400),
)  # fmt: skip
def test_the_database_and_the_clock_agree_on_what_is_late(hours, clock, percent, begun, waited):
    plan, now = plan_for(hours), begun + timedelta(seconds=waited)
    assume_there_is_one_answer(hours, begun, now)
    run = RunningTarget(clock, begun)
    reached = plan.reached_at(run, percent)
    # On the very second of an opening or a closing either answer will do.
    if abs(reached - now) > timedelta(seconds=1) and abs(
        plan.latest_start(clock, percent, now) - begun
    ) > timedelta(seconds=1):
        assert (run.moment <= plan.latest_start(clock, percent, now)) == (reached <= now)


@given(st.sampled_from(CLINICS), moments, st.integers(1, 40 * 3600))
def test_counted_back_the_opening_time_is_as_long(hours, end, seconds):
    amount = timedelta(seconds=seconds)
    assume_there_is_one_answer(hours, end - amount, end)
    begun = hours.open_time_ago(end, amount)
    assert hours.add_open_time(begun, amount) <= end
    # In UTC: on the clinic's clock the sum would be in the first of the two hours from one to two.
    assert hours.add_open_time(begun.astimezone(UTC) + timedelta(seconds=1), amount) > end


@pytest.mark.parametrize(
    ("hours", "start", "closes"),
    [
        (WEEKDAYS, at("2026-11-02", "10:00"), at("2026-11-04", "17:00")),
        (WEEKDAYS, at("2026-10-30", "16:59"), at("2026-11-03", "17:00")),
        (HOLIDAY, at("2026-11-24", "10:00"), at("2026-11-30", "17:00")),
        (NEVER, at("2026-10-31", "10:00"), at("2026-11-02", "10:00")),
    ],
)
def test_two_more_working_days_end_when_the_clinic_closes(hours, start, closes):
    assert hours.closing_after_days(start, 2) == closes


def test_time_is_counted_back_from_a_moment_with_a_time_zone_and_not_into_the_future():
    with pytest.raises(ValueError, match="time zone"):
        WEEKDAYS.open_time_ago(datetime(2026, 11, 2, 12), timedelta(hours=1))  # noqa: DTZ001 - on purpose
    with pytest.raises(ValueError, match="forward"):
        WEEKDAYS.open_time_ago(at("2026-11-02", "12:00"), timedelta(hours=-1))
