"""A practitioner who leaves at three: visits after that need a new time, and no time is offered then."""

import datetime

from django.test import Client

import pytest

from clinic.models import Practitioner, User
from tests import cast
from tests.appointments.desk.actions.steps import take, visit_day, visit_fields
from tests.appointments.desk.lists.test_new_times import (
    DAY,
    in_tab,
    one_day,
    page,
    page_after,
    practitioner_form,
    record,
    scheduled,
)
from tests.appointments.factories import make_request
from tests.factories import make_details, make_practitioner

pytestmark = pytest.mark.django_db


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def ana() -> Practitioner:
    return make_practitioner(name="Ana Reyes", post_nominals="L.Ac.")


def leaves_at_three(ana: Practitioner) -> dict[str, str]:
    hours = {"leave-0-value-begins": "15:00", "leave-0-value-ends": ""}
    return practitioner_form(ana, **one_day("leave", DAY), **hours)


def test_only_the_visit_after_it_needs_a_new_time_and_the_owner_is_told_on_saving(desk, ana):
    late = scheduled(desk, ana, starts="14:30")
    scheduled(desk, ana, starts="14:00", minutes=30)
    olive = cast.signed_in(cast.make_olive())
    path = f"/admin/practitioners/edit/{ana.pk}/"
    assert "1 visit needs a new time." in page_after(olive, path, leaves_at_three(ana))
    assert in_tab(desk) == [late.reference]
    assert "Ana Reyes is away on that day from 3:00 PM." in page(desk, record(late))
    day = page(desk, f"/admin/requests/day/?day={DAY}")
    assert "Away from 3:00 PM." in day
    assert "Away on that day." not in day


def test_no_time_is_free_in_it_and_one_that_is_typed_is_warned_of(desk, ana):
    away = {"first_day": DAY, "last_day": DAY, "begins": datetime.time(15), "ends": None}
    ana.leave = [("leave", away)]
    ana.save()
    one = make_request()
    form = take(desk, "schedule", one, **visit_fields(ana, show_day="1")).content.decode()
    assert f'value="{ana.pk} {visit_day()} 14:00"' in form
    assert f'value="{ana.pk} {visit_day()} 14:30"' not in form
    warned = take(desk, "schedule", one, **visit_fields(ana, starts="15:30"))
    assert warned.status_code == 422
    assert "Ana Reyes is away on that day from 3:00 PM." in warned.content.decode()


def test_a_clinic_that_closes_for_some_hours_says_so_with_its_reason(desk, ana):
    one = scheduled(desk, ana, starts="10:00")
    closed = {"first_day": DAY, "last_day": DAY, "begins": datetime.time(10, 30), "ends": datetime.time(12)}
    make_details(closures=[("closure", {**closed, "reason": "Staff meeting"})])
    says = "The clinic is closed on that day from 10:30 AM to 12:00 PM: Staff meeting."
    assert in_tab(desk) == [one.reference]
    for path in (record(one), f"/admin/requests/day/?day={DAY}"):
        assert says in page(desk, path)
