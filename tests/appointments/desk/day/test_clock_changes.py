"""The nights on which the clocks change, at a clinic that is open then: free times, the day, and visits."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.test import Client

import pytest

from appointments.desk.day.day_plan import DayPlan
from appointments.desk.day.free_times import FreeTimes
from appointments.models import Visit
from appointments.targets.visit_objections import Offer
from clinic.identity.clinic_time import moment_of
from clinic.identity.opening_hours import OpeningHours
from clinic.models import Practitioner
from tests import cast
from tests.appointments.desk.actions.steps import take, visit_fields
from tests.appointments.factories import make_request
from tests.factories import make_details, make_practitioner

HERE = ZoneInfo("America/Los_Angeles")
# Sundays: one of winter, one without the hour from two, one with the hour from one twice.
PLAIN, FORWARD, BACK = date(2027, 1, 17), date(2027, 3, 14), date(2027, 11, 7)
NIGHT = OpeningHours({6: ((time(0), time(6)),)}, zone=HERE)
HOURS = pytest.mark.parametrize(("day", "hours"), [(PLAIN, 6), (FORWARD, 5), (BACK, 7)], ids=str)
NOW = datetime(2027, 1, 1, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, HERE).astimezone(UTC)


@HOURS
def test_a_visit_may_begin_at_each_half_hour_that_there_is(day, hours):
    free = FreeTimes(Offer(Practitioner(name="Ana Reyes"), NIGHT), timedelta(hours=1), NOW, [])
    found = free.on(day)
    assert found == [midnight(day) + number * HALF_AN_HOUR for number in range(2 * hours - 1)]


@HOURS
@pytest.mark.django_db
@pytest.mark.usefixtures("reads_patients_data")
def test_the_day_has_as_many_minutes_as_pass(day, hours):
    make_practitioner(name="Ben Ito")
    ana, one = make_practitioner(name="Ana Reyes"), make_request()
    begins = midnight(day) + timedelta(hours=2, minutes=15)
    Visit.objects.create(appointment_request=one, practitioner=ana, during=(begins, begins + HALF_AN_HOUR))
    people = DayPlan(day, NIGHT, now=NOW).people
    minutes = {person.practitioner.name: [slot.minutes for slot in person.slots] for person in people}
    assert minutes == {"Ana Reyes": [135, 30, 60 * hours - 165], "Ben Ito": [60 * hours]}


@pytest.mark.parametrize(
    ("day", "begins", "after", "says"),
    [
        (FORWARD, time(1, 45), 9 * 60 + 45, ""),
        (FORWARD, time(2, 30), 0, "The clocks go forward that night, so there is no 2:30 AM."),
        (FORWARD, time(3), 10 * 60, ""),
        (BACK, time(0, 45), 7 * 60 + 45, ""),
        (BACK, time(1, 30), 0, "The clocks go back that night, so 1:30 AM comes twice."),
        (BACK, time(2), 10 * 60, ""),
    ],
)
def test_a_time_is_one_moment_or_none(day, begins, after, says):
    """``after`` are the minutes since midnight in UTC."""
    if says:
        with pytest.raises(ValidationError, match=says):
            moment_of(day, begins)
    else:
        assert moment_of(day, begins) == datetime.combine(day, time.min, UTC) + timedelta(minutes=after)


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "starts"), [(FORWARD, "01:45"), (BACK, "00:45")], ids=str)
def test_a_visit_over_the_change_is_as_long_as_was_agreed(day, starts):
    make_details(opening_hours=[])
    desk: Client = cast.signed_in(cast.make_freya())
    who, one = make_practitioner(name="Ana Reyes"), make_request()
    sent = take(desk, "schedule", one, **visit_fields(who, day=day.isoformat(), starts=starts, minutes=90))
    assert sent.status_code == 302
    during = Visit.objects.get().during
    assert during.upper - during.lower == timedelta(minutes=90)
