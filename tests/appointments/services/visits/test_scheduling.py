"""Visits: a moment to come that the clock shows once, and a practitioner who has that time."""

from datetime import datetime, time, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

from django.db import connection
from django.test import Client

from wagtail.users.models import UserProfile

import pytest

from appointments.models import Visit
from appointments.statuses import Status
from clinic.models import Practitioner, User
from tests import cast
from tests.appointments.desk.actions.steps import address, take, visit_day, visit_fields
from tests.appointments.factories import make_request
from tests.factories import make_details, make_practitioner

TEN = datetime.combine(visit_day(), time(10), ZoneInfo("America/Los_Angeles"))


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def ana(db: None) -> Practitioner:
    return make_practitioner(name="Ana Reyes", post_nominals="L.Ac.")


def test_a_visit_is_kept_at_the_clinics_time(desk, freya, ana):
    appointment_request = make_request()
    assert take(desk, "schedule", appointment_request, **visit_fields(ana, minutes=45)).status_code == 302
    during = Visit.objects.get().during
    assert during.lower == TEN
    assert during.upper - during.lower == timedelta(minutes=45)
    appointment_request.refresh_from_db()
    assert (appointment_request.status, appointment_request.assigned_to) == (Status.SCHEDULED, freya)


def test_another_time_zone_of_the_receptionist_changes_nothing(desk, freya, ana):
    UserProfile.objects.create(user=freya, current_time_zone="Asia/Tokyo")
    take(desk, "schedule", make_request(), **visit_fields(ana))
    assert Visit.objects.get().during.lower == TEN


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"day": "2020-03-04"}, "This is in the past"),
        ({"day": "2300-03-04"}, "too far away"),
        ({"day": "0001-01-01"}, "This is in the past"),
        ({"day": "9999-12-31"}, "too far away"),
        ({"day": "4 March"}, "Enter a day"),
        ({"starts": "25:00"}, "Enter a time"),
        ({"day": "2035-11-04", "starts": "01:30"}, "1:30 AM comes twice"),
        ({"day": "2035-03-11", "starts": "02:30"}, "there is no 2:30 AM"),
        ({"minutes": 600}, "not one of the available choices"),
        ({"told_by": ""}, "Select how the patient was told"),
        ({"practitioner": 0}, "not one of the available choices"),
    ],
)
def test_a_visit_at_an_impossible_time_is_refused(desk, ana, monkeypatch, fields, says):
    # So that both nights on which the clocks change may be asked for.
    monkeypatch.setattr("appointments.desk.actions.forms.visit.FARTHEST_VISIT", timedelta(days=36600))
    appointment_request = make_request()
    response = take(desk, "schedule", appointment_request, **visit_fields(ana, **fields))
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Visit.objects.exists()


def test_the_same_time_of_one_practitioner_is_given_once(desk, ana):
    first, second, third = make_request(), make_request(), make_request()
    take(desk, "schedule", first, **visit_fields(ana))
    response = take(desk, "schedule", second, **visit_fields(ana, starts="10:30", note="Kept words"))
    assert response.status_code == 409
    assert "Ana Reyes, L.Ac. already has a visit at that time" in response.content.decode()
    assert "Kept words" in response.content.decode()
    assert take(desk, "schedule", second, **visit_fields(ana, starts="11:00")).status_code == 302
    assert take(desk, "schedule", third, **visit_fields(make_practitioner())).status_code == 302


def test_a_cancelled_visit_frees_the_time(desk, ana):
    first, second = make_request(), make_request()
    take(desk, "schedule", first, **visit_fields(ana))
    first.refresh_from_db()
    assert take(desk, "cancel-visit", first).status_code == 302
    assert take(desk, "schedule", second, **visit_fields(ana)).status_code == 302


def test_only_those_who_see_patients_can_be_chosen(desk, ana):
    gone = make_practitioner(name="Gone", is_active=False)
    writer = make_practitioner(name="Writer", offers_visits=False)
    html = desk.get(address("schedule", make_request())).content.decode()
    assert "Ana Reyes, L.Ac." in html
    assert ">Gone<" not in html
    assert ">Writer<" not in html
    for nobody in (gone, writer):
        assert take(desk, "schedule", make_request(), **visit_fields(nobody)).status_code == 422


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_visits_at_one_time_one_stands():
    make_details()
    ana, freya = make_practitioner(), cast.make_freya()
    requests, start, statuses = [make_request() for _number in range(30)], Barrier(30), []

    def schedule(appointment_request):
        client = cast.signed_in(freya)
        start.wait()
        statuses.append(take(client, "schedule", appointment_request, **visit_fields(ana)).status_code)
        connection.close()

    threads = [Thread(target=schedule, args=[appointment_request]) for appointment_request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, *[409] * 29]
    assert Visit.objects.active().count() == 1


def test_a_practitioner_who_has_visits_is_not_deleted(desk, ana):
    take(desk, "schedule", make_request(), **visit_fields(ana))
    sam = cast.signed_in(cast.make_sam())
    response = sam.post(f"/admin/practitioners/delete/{ana.pk}/", {"what": "delete"}, follow=True)
    assert "so nothing was deleted" in response.content.decode()
    assert Visit.objects.get().practitioner == ana
