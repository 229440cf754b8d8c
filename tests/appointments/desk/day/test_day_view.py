"""The day: who comes when to whom, which time is free, and what of it suits the patient."""

from datetime import date, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wagtail.users.models import UserProfile

import pytest

from appointments.models import AccessRecord, AppointmentRequest, Visit
from clinic.models import Practitioner, User
from tests import cast
from tests.appointments.desk.actions.steps import address, take, visit_day, visit_fields
from tests.appointments.factories import make_request, schedule
from tests.factories import make_details, make_hours, make_practitioner

pytestmark = pytest.mark.django_db
DAY, DAY_VIEW = visit_day(), "/admin/requests/day/"


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


def page(client: Client, query: str = f"?day={DAY.isoformat()}", path: str = DAY_VIEW) -> str:
    response = client.get(path + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def scheduled(desk: Client, who: Practitioner, **fields: object) -> AppointmentRequest:
    appointment_request = make_request(full_name="Zebedee Paul Quagmire")
    assert take(desk, "schedule", appointment_request, **visit_fields(who, **fields)).status_code == 302
    return appointment_request


def test_the_day_shows_reference_short_name_time_and_practitioner(desk, ana):
    appointment_request, ben = scheduled(desk, ana), make_practitioner(name="Ben Otieno")
    html = page(desk)
    assert f"/admin/requests/inspect/{appointment_request.pk}/" in html
    assert "Z. Quagmire" in html
    assert "Zebedee" not in html
    assert "10:00 AM to 11:00 AM" in html
    assert "Ana Reyes, L.Ac." in html
    assert "9:00 AM to 5:00 PM" in html
    chosen = page(desk, f"?day={DAY.isoformat()}&practitioner={ben.pk}")
    assert "Z. Quagmire" not in chosen
    assert "Nobody comes to Ben Otieno on this day." in chosen


def test_a_visit_that_was_moved_away_or_cancelled_is_not_shown(desk, ana):
    moved, cancelled = scheduled(desk, ana), scheduled(desk, ana, starts="12:00")
    for appointment_request in (moved, cancelled):
        appointment_request.refresh_from_db()
    take(desk, "move-visit", moved, **visit_fields(ana, day=(DAY + timedelta(days=1)).isoformat()))
    take(desk, "cancel-visit", cancelled)
    assert "Nobody comes on this day." in page(desk)


def open_in(days: int) -> None:
    """The clinic is open on one day of the week, the one that comes in ``days``."""
    make_details(opening_hours=[make_hours(day=(timezone.localdate() + timedelta(days=days)).weekday())])


def test_without_a_day_it_is_today_and_it_leads_to_the_days_around_it(desk):
    open_in(days=0)
    today = timezone.localdate()
    html = page(desk, "")
    assert ">Today</span>" in html
    assert "The clinic is closed today" not in html
    assert f"?day={today - timedelta(days=1)}" in html
    assert f"?day={today + timedelta(days=1)}" in html


def test_on_a_day_off_it_opens_on_the_next_day_that_is_open_and_says_so(desk, ana):
    open_in(days=2)
    html, today, then = page(desk, ""), timezone.localdate(), timezone.localdate() + timedelta(days=2)
    assert f'name="day" value="{then}"' in html
    assert "The clinic is closed today: this is the next day on which it is open." in html
    asked = page(desk, f"?day={today}")
    assert f'name="day" value="{today}"' in asked
    assert "this is the next day" not in asked


def test_on_a_day_off_it_is_today_if_somebody_comes_or_if_the_clinic_never_opens(desk, freya):
    open_in(days=2)
    schedule(make_request(), actor=freya, days=0)
    assert ">Today</span>" in page(desk, "")
    Visit.objects.all().delete()
    assert ">Today</span>" not in page(desk, "")
    today = timezone.localdate()
    days_off = {"first_day": today, "last_day": today + timedelta(days=500), "reason": ""}
    make_details(closures=[("closure", days_off)])
    assert ">Today</span>" in page(desk, "")


@pytest.mark.parametrize(
    "query",
    [
        "?day=nonsense",
        "?day=2027-02-31",
        "?day=0001-01-01",
        "?day=9999-12-31",
        "?practitioner=x",
        "?practitioner=99999999999999999999",
        "?practitioner=²",
    ],
)
def test_an_address_that_makes_no_sense_shows_some_day(desk, ana, query):
    assert "Ana Reyes" in page(desk, query)


def test_each_look_is_recorded_with_everybody_who_was_shown(desk, ana):
    appointment_request = scheduled(desk, ana)
    page(desk)
    access_entry = AccessRecord.objects.get(action="day")
    assert access_entry.shown == [appointment_request.reference]
    assert access_entry.filters == {"day": DAY.isoformat()}
    page(desk, path="/admin/requests/day/print/")
    assert AccessRecord.objects.get(action="print").shown == [appointment_request.reference]


def test_the_day_beside_the_form_is_recorded_too(desk, ana):
    appointment_request, other = scheduled(desk, ana), make_request()
    html = take(
        desk, "schedule", other, **visit_fields(ana, show_day="1", note="Kept words")
    ).content.decode()
    assert appointment_request.reference in html
    assert "Kept words" in html
    access_entry = AccessRecord.objects.filter(action="step", appointment_request=other).latest("pk")
    assert set(access_entry.shown) == {appointment_request.reference, other.reference}


def test_showing_the_day_decides_nothing_and_says_nothing_of_errors(desk, ana):
    appointment_request = make_request()
    response = take(
        desk, "schedule", appointment_request, practitioner=ana.pk, day=DAY.isoformat(), show_day="1"
    )
    assert response.status_code == 200
    assert "error-message" not in response.content.decode()
    assert not Visit.objects.exists()


def test_the_patients_wishes_are_marked_in_words(desk, ana):
    scheduled(desk, ana, starts="12:00")
    appointment_request = make_request(days=["tue"], times=["morning", "evening"])
    fields = {"practitioner": ana.pk, "day": DAY.isoformat(), "show_day": "1"}
    html = " ".join(take(desk, "schedule", appointment_request, **fields).content.decode().split())
    assert "Tuesday is a day that suits the patient." in html
    assert "Wished for: Morning, Evening." in html
    before_noon, after = html.split("9:00 AM to 12:00 PM")[1].split("1:00 PM to 5:00 PM")
    assert "suits: Morning" in before_noon
    assert "suits" not in after.split("</li>")[0]
    other = take(desk, "schedule", make_request(days=["thu"]), **fields).content.decode()
    assert "The patient wished for another day: Thursday." in other


def test_a_visit_that_is_moved_leaves_its_own_time_free(desk, ana):
    appointment_request = scheduled(desk, ana)
    html = " ".join(desk.get(address("move-visit", appointment_request)).content.decode().split())
    assert "This visit, as it is now" in html
    assert "9:00 AM to 5:00 PM" in html


def test_a_visit_outside_opening_hours_takes_none_of_the_free_time(desk, ana):
    appointment_request, early = make_request(), make_request()
    for one, starts in ((appointment_request, "19:00"), (early, "07:00")):
        warned = take(desk, "schedule", one, **visit_fields(ana, starts=starts)).content.decode()
        tick = warned.split('name="anyway" value="')[1].split('"')[0]
        assert take(desk, "schedule", one, **visit_fields(ana, starts=starts, anyway=tick)).status_code == 302
    assert "9:00 AM to 5:00 PM" in page(desk)


def test_leave_hours_and_closures_are_said(desk, ana):
    ana.leave = [("leave", {"first_day": DAY, "last_day": DAY})]
    ana.save()
    make_practitioner(name="Ben Otieno", working_hours=[make_hours(day=1, opens=12, closes=15)])
    html = page(desk)
    assert "Away on that day." in html
    assert "Works from 12:00 PM to 3:00 PM." in html
    assert "The clinic is not open on that day of the week." in page(desk, f"?day={DAY + timedelta(days=5)}")


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"offers_visits": False}, {"license_expires": date(2026, 1, 1)}],
)
def test_the_visits_of_somebody_who_leaves_stay_and_ask_to_be_moved(desk, ana, change):
    appointment_request = scheduled(desk, ana)
    Practitioner.objects.filter(pk=ana.pk).update(**change)
    says = "Ana Reyes no longer sees patients on that day."
    assert says in page(desk)
    assert says in page(desk, "", f"/admin/requests/inspect/{appointment_request.pk}/")
    assert says in page(desk, "", address("move-visit", appointment_request))
    assert Visit.objects.get().cancelled_at is None
    ben = make_practitioner(name="Ben Otieno")
    appointment_request.refresh_from_db()
    assert take(desk, "move-visit", appointment_request, **visit_fields(ben)).status_code == 302


def test_a_visit_in_somebodys_days_off_asks_to_be_moved(desk, ana):
    scheduled(desk, ana)
    ana.leave = [("leave", {"first_day": DAY, "last_day": DAY})]
    ana.save()
    assert "Needs a new time. Ana Reyes is away on that day." in page(desk)


def test_many_visits_take_no_more_queries(desk, ana):
    scheduled(desk, ana)
    page(desk)
    with CaptureQueriesContext(connection) as one:
        page(desk)
    for hour in range(11, 16):
        scheduled(desk, ana, starts=f"{hour:02}:00")
    with CaptureQueriesContext(connection) as six:
        assert page(desk).count("Z. Quagmire") == 6
    assert len(six) == len(one)


def test_the_day_is_the_clinics_whatever_zone_the_receptionist_has(desk, freya, ana):
    UserProfile.objects.create(user=freya, current_time_zone="Asia/Tokyo")
    appointment_request = scheduled(desk, ana, starts="16:00")
    assert appointment_request.reference in page(desk)
    assert "4:00 PM to 5:00 PM" in page(desk)
    assert appointment_request.reference not in page(desk, f"?day={DAY + timedelta(days=1)}")
