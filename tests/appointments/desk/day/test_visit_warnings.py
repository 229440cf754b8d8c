"""Hours, leave and closures: the desk is warned and may go on; only a taken time is refused."""

import datetime
import re

from django.test import Client

import pytest

from appointments.models import Visit
from clinic.models import Practitioner, User
from tests import cast
from tests.appointments.desk.actions.steps import address, take, visit_day, visit_fields
from tests.appointments.factories import make_request
from tests.factories import make_details, make_hours, make_practitioner

pytestmark = pytest.mark.django_db
DAY = visit_day()
SUNDAY = DAY + datetime.timedelta(days=5)


def away(first: datetime.date, last: datetime.date) -> list:
    return [("leave", {"first_day": first, "last_day": last})]


@pytest.fixture
def freya() -> User:
    closure = {"first_day": DAY + datetime.timedelta(days=1), "last_day": DAY + datetime.timedelta(days=1)}
    make_details(closures=[("closure", {**closure, "reason": "Inventory"})])
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def ana() -> Practitioner:
    return make_practitioner(name="Ana Reyes", post_nominals="L.Ac.")


def box_in(response) -> str:
    """What a tick of the box would send; empty where there is none."""
    found = re.search(r'name="anyway" value="([^"]+)"', response.content.decode())
    return found.group(1) if found else ""


@pytest.mark.parametrize(
    ("person", "fields", "says"),
    [
        ({}, {"starts": "16:30"}, "The visit ends after closing, at 5:00 PM."),
        ({}, {"starts": "08:30"}, "The visit begins before the clinic opens, at 9:00 AM."),
        ({}, {"day": SUNDAY.isoformat()}, "The clinic is not open on that day of the week."),
        (
            {},
            {"day": (DAY + datetime.timedelta(days=1)).isoformat()},
            "The clinic is closed on that day: Inventory.",
        ),
        ({"leave": away(DAY, DAY)}, {}, "Ana Reyes is away on that day."),
        ({"working_hours": [make_hours(day=0)]}, {}, "Ana Reyes does not work on that day of the week."),
        (
            {"working_hours": [make_hours(day=1, opens=13, closes=17)]},
            {},
            "Ana Reyes works from 1:00 PM to 5:00 PM on that day.",
        ),
        (
            {"license_expires": DAY - datetime.timedelta(days=1)},
            {},
            "Ana Reyes no longer sees patients on that day.",
        ),
    ],
)
def test_the_desk_is_warned_once_and_may_go_on(desk, ana, person, fields, says):
    for name, value in person.items():
        setattr(ana, name, value)
    ana.save()
    appointment_request, filled_in = make_request(), visit_fields(ana, **fields)
    warned = take(desk, "schedule", appointment_request, **filled_in)
    assert warned.status_code == 422
    assert says in warned.content.decode()
    assert "Schedule it all the same" in warned.content.decode()
    assert not Visit.objects.exists()
    assert take(desk, "schedule", appointment_request, **filled_in, anyway=box_in(warned)).status_code == 302
    assert Visit.objects.get().practitioner == ana


def test_nothing_is_warned_of_within_hours(desk, ana):
    ana.working_hours, ana.leave = [make_hours(day=1)], away(SUNDAY, SUNDAY)
    ana.save()
    appointment_request = make_request()
    assert not box_in(desk.get(address("schedule", appointment_request)))
    assert take(desk, "schedule", appointment_request, **visit_fields(ana, starts="16:00")).status_code == 302


def test_a_tick_for_one_time_is_none_for_another(desk, ana):
    appointment_request = make_request()
    tick = box_in(take(desk, "schedule", appointment_request, **visit_fields(ana, starts="16:30")))
    again = take(desk, "schedule", appointment_request, **visit_fields(ana, starts="16:45", anyway=tick))
    assert again.status_code == 422
    assert box_in(again) not in ("", tick)
    assert "checked" not in again.content.decode().split('name="anyway"')[1].split(">")[0]


def test_a_clinic_that_states_no_hours_warns_of_none(desk, ana):
    make_details(opening_hours=[])
    assert take(desk, "schedule", make_request(), **visit_fields(ana, starts="20:00")).status_code == 302


def test_what_is_impossible_stays_impossible_with_a_tick(desk, ana):
    appointment_request = make_request()
    response = take(desk, "schedule", appointment_request, **visit_fields(ana, day="2020-03-01", anyway="on"))
    assert response.status_code == 422
    assert "This is in the past" in response.content.decode()


def test_the_next_free_time_is_within_hours_and_on_a_day_that_is_open(desk, ana):
    take(desk, "schedule", make_request(), **visit_fields(ana, starts="15:00", minutes=60))
    take(desk, "schedule", make_request(), **visit_fields(ana, starts="16:00", minutes=60))
    response = take(desk, "schedule", make_request(), **visit_fields(ana, starts="15:30"))
    assert response.status_code == 409
    # The next day the clinic is closed.
    free = DAY + datetime.timedelta(days=2)
    said = f"The next free time is {free:%a, %b} {free.day}"
    assert said in response.content.decode()
    assert "9:00 AM" in response.content.decode()


def test_nobody_is_named_by_a_conflict(desk, ana):
    take(desk, "schedule", make_request(full_name="Zebedee Quagmire"), **visit_fields(ana))
    response = take(desk, "schedule", make_request(), **visit_fields(ana))
    error = response.content.decode().split("already has a visit")[1][:200]
    assert "Quagmire" not in error
