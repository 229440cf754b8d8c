"""Free times to press instead of times to type again, on the first day that suits the patient."""

import datetime
import re
from typing import Any

from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import Visit
from appointments.services.contact.attempts import log_attempt
from clinic.models import Practitioner, User
from tests import cast
from tests.appointments.desk.actions.steps import address, take, visit_day, visit_fields
from tests.appointments.factories import make_request
from tests.factories import make_details, make_hours, make_practitioner

pytestmark = pytest.mark.django_db
DAY, A_DAY = visit_day(), datetime.timedelta(days=1)
TIMES = re.compile(r'name="take"\s+value="(\d+) (\S+) (\S+)"')


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


def shown(response: Any) -> str:
    return " ".join(response.content.decode().split())


def offered(html: str) -> list[tuple[str, str]]:
    """Day and time of each button."""
    return [(day, time) for _who, day, time in TIMES.findall(html)]


def times(html: str) -> list[str]:
    return [time for _day, time in offered(html)]


def week(html: str) -> dict[str, str]:
    """What each day of the week says, by its date."""
    days = re.findall(r'class="desk-week__day.*?value="(\S+)".*?<span>(.*?)</span>', html)
    return {day: said.strip() for day, said in days}


def look(
    desk: Client, appointment_request: Any, who: Practitioner, day: datetime.date = DAY, **more: Any
) -> str:
    fields = {"practitioner": who.pk, "look": day.isoformat(), **more}
    return shown(take(desk, "schedule", appointment_request, **fields))


def test_one_press_fills_in_practitioner_day_and_time_and_decides_nothing(desk, ana):
    appointment_request = make_request()
    html = look(desk, appointment_request, ana)
    assert (DAY.isoformat(), "10:00") in offered(html)
    value = f"{ana.pk} {DAY.isoformat()} 10:00"
    html = shown(take(desk, "schedule", appointment_request, take=value, note="Kept words", minutes=60))
    assert re.search(rf'name="day" value="{DAY}"', html)
    assert 'name="starts" value="10:00"' in html
    assert re.search(rf'value="{value}" formaction="\S+" aria-pressed="true"', html)
    assert "Kept words" in html
    assert not Visit.objects.exists()


@pytest.mark.parametrize("value", ["", "x", "1 2 3", "1 2026-13-45 10:00", "1 2026-12-01 25:99", "² x 9:5"])
def test_a_button_that_makes_no_sense_takes_nothing(desk, ana, value):
    response = take(desk, "schedule", make_request(), take=value)
    assert response.status_code == 200
    assert not Visit.objects.exists()


@pytest.mark.parametrize("day", ["", "nonsense", "2027-02-31", "0001-01-01", "9999-12-31"])
def test_a_day_that_makes_no_sense_shows_some_week(desk, ana, day):
    html = shown(take(desk, "schedule", make_request(), practitioner=ana.pk, look=day))
    assert len(week(html)) == 7


@pytest.mark.parametrize("field", ["minutes", "practitioner", "day", "starts"])
@pytest.mark.parametrize("typed", ["", "nonsense", "-1", "99999999999999999999", "²"])
def test_half_a_form_shows_free_times_whatever_stands_in_it(desk, ana, field, typed):
    response = take(desk, "schedule", make_request(), **{**visit_fields(ana), field: typed, "show_day": "1"})
    assert response.status_code == 200
    assert offered(shown(response))


def test_only_times_are_offered_that_are_free_and_long_enough_within_all_hours(desk, ana):
    make_details(
        opening_hours=[make_hours(day=1, opens=9, closes=12), make_hours(day=1, opens=13, closes=15)]
    )
    ana.working_hours = [make_hours(day=1, opens=10, closes=16)]
    ana.save()
    take(desk, "schedule", make_request(), **visit_fields(ana, starts="10:15", minutes=30))
    assert times(look(desk, make_request(), ana)) == ["10:45", "11:00", "13:00", "13:30", "14:00"]
    assert times(look(desk, make_request(), ana, minutes=90)) == ["13:00", "13:30"]
    assert "10:00" not in times(look(desk, make_request(), ana, minutes=30))


def test_a_day_says_why_nothing_is_free(desk, ana):
    day = {"first_day": DAY + A_DAY, "last_day": DAY + A_DAY, "reason": "Inventory"}
    make_details(closures=[("closure", day)])
    ana.working_hours = [make_hours(day=one) for one in (1, 2, 4)]
    ana.leave = [("leave", {"first_day": DAY + 3 * A_DAY, "last_day": DAY + 3 * A_DAY})]
    ana.save()
    for hour in range(9, 17):
        take(desk, "schedule", make_request(), **visit_fields(ana, starts=f"{hour:02}:00"))
    says = week(look(desk, make_request(), ana))
    monday = DAY - A_DAY
    reasons = ["does not work", "full", "closed: Inventory", "does not work", "away", "closed", "closed"]
    assert says == {str(monday + number * A_DAY): why for number, why in enumerate(reasons)}
    html = look(desk, make_request(), ana, DAY + A_DAY)
    assert "Nothing is free on this day:</strong> closed: Inventory." in html
    assert offered(html) == []


def test_the_panel_opens_on_the_first_day_that_suits(desk, ana):
    make_details(
        opening_hours=[make_hours(day=2, opens=9, closes=13), make_hours(day=3)],
        closures=[("closure", {"first_day": timezone.localdate(), "last_day": DAY, "reason": ""})],
    )
    wednesday, thursday = DAY + A_DAY, DAY + 2 * A_DAY

    def first(**wishes: Any) -> str:
        return offered(shown(desk.get(address("schedule", make_request(**wishes)))))[0][0]

    assert first(days=[], times=[]) == str(wednesday)
    assert first(days=["thu"], times=[]) == str(thursday)
    assert first(days=[], times=["afternoon"]) == str(thursday)
    # No Wednesday has an afternoon, so any time on a Wednesday is nearest to the wish.
    assert first(days=["wed"], times=["afternoon"]) == str(wednesday)
    assert first(days=["sun"], times=[]) == str(wednesday)


def test_wishes_that_a_day_cannot_give_are_said_as_they_are(desk, ana):
    make_details(opening_hours=[make_hours(day=2, opens=9, closes=13)])
    wednesday = DAY + A_DAY
    appointment_request = make_request(days=["wed"], times=["afternoon"])
    html = look(desk, appointment_request, ana, wednesday)
    assert "Wednesday is a day that suits the patient." in html
    assert "Nothing is free: Afternoon (closed)." in html
    html = look(desk, make_request(days=["tue"]), ana, DAY)
    assert "Tuesday would suit the patient, but nothing is free: closed." in html
    assert "is a day that suits" not in html


def test_a_visit_to_move_looks_for_the_nearest_days_before_and_after(desk, ana):
    appointment_request = make_request(days=[], times=[])
    take(desk, "schedule", appointment_request, **visit_fields(ana))
    appointment_request.refresh_from_db()
    page = address("move-visit", appointment_request)
    assert offered(shown(desk.get(page)))[0][0] == str(DAY)
    ana.leave = [("leave", {"first_day": DAY, "last_day": DAY + 2 * A_DAY})]
    ana.save()
    assert offered(shown(desk.get(page)))[0][0] == str(DAY - A_DAY)


def test_a_time_that_was_taken_meanwhile_is_refused_with_times_on_both_sides(desk, ana):
    appointment_request = make_request()
    take(desk, "schedule", make_request(), **visit_fields(ana, starts="10:00"))
    response = take(desk, "schedule", appointment_request, **visit_fields(ana, starts="10:30"))
    assert response.status_code == 409
    html = shown(response)
    assert f"Free before it: {DAY:%a, %b} {DAY.day}" in html
    assert f"The next free time is {DAY:%a, %b} {DAY.day}" in html
    assert times(html)[:3] == ["09:00", "11:00", "11:30"]


def chosen(html: str) -> str:
    found = re.search(r'<option value="\d+" selected>(.*?)</option>', html)
    return found.group(1) if found else ""


def test_whoever_speaks_the_patients_language_is_proposed_and_named(desk, ana):
    ana.working_hours = [make_hours(day=0)]
    ana.save()
    make_practitioner(name="Ben Otieno", languages="English, Vietnamese")
    lucia = make_practitioner(
        name="Lucía Paz", languages="English and Español (basic)", working_hours=[make_hours(day=3)]
    )
    html = shown(desk.get(address("schedule", make_request(speaks="es"))))
    assert chosen(html) == "Lucía Paz (speaks Spanish)"
    assert "The patient speaks Spanish." in html
    plain = shown(desk.get(address("schedule", make_request(speaks="en"))))
    assert chosen(plain) == "Ben Otieno"
    assert "speaks Spanish" not in plain
    Practitioner.objects.filter(pk=lucia.pk).update(languages="")
    html = shown(desk.get(address("schedule", make_request(speaks="es"))))
    assert chosen(html) == "Ben Otieno"
    assert "The patient speaks Spanish, which nobody here is noted to speak" in html


def told(html: str) -> bool:
    field = html.split('name="told_by" value="phone"')[1].split(">")[0]
    return "checked" in field


def test_whoever_was_just_spoken_to_knows_by_phone(desk, freya, ana):
    appointment_request = make_request()
    assert not told(shown(desk.get(address("schedule", appointment_request))))
    log_attempt(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        channel="phone",
        outcome="spoke",
    )
    assert told(shown(desk.get(address("schedule", appointment_request))))


def test_nobody_who_sees_patients_leaves_a_form_to_type_in(desk):
    html = shown(desk.get(address("schedule", make_request())))
    assert 'name="starts"' in html
    assert 'name="take"' not in html


def test_a_clinic_that_states_no_hours_has_no_times_to_press(desk, ana):
    make_details(opening_hours=[])
    html = shown(desk.get(address("schedule", make_request())))
    assert offered(html) == []
    assert "has no opening hours" in html
