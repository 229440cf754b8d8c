"""Hours of the week are one table of seven days, without JavaScript, and faults are named in words."""

from datetime import date, time

import pytest

from clinic.identity.opening_hours import Closure
from clinic.identity.timetables import days_off, in_short, weekly_of
from clinic.identity.week import time_of
from clinic.models import ClinicSettings, Practitioner
from tests import cast
from tests.factories import make_details, make_hours, make_practitioner

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return cast.signed_in(cast.make_olive())


def text_of(response):
    return " ".join(response.content.decode().split())


def address(details):
    return f"/admin/settings/clinic/clinicsettings/{details.site_id}/"


def details_form(**week):
    closures = week.pop("closures", [])
    form = {
        "clinic_name": "Acupuncture Halls", "phone": "949-510-6333", "street_address": "1 Test Street",
        "locality": "San Juan Capistrano", "region": "CA", "postal_code": "92675", "reply_hours": "8",
        "first_look_minutes": "60", "first_contact_minutes": "240", "urgent_minutes": "30",
        "undo_minutes": "3", "unpassed_grace_hours": "24",
        "emergency_phone": "911", "closures-count": str(len(closures)),
    }  # fmt: skip
    for number, (first, last) in enumerate(closures):
        form |= {f"closures-{number}-{name}": "" for name in ("deleted", "id", "value-reason")}
        form |= {f"closures-{number}-type": "closure", f"closures-{number}-order": str(number)}
        form |= {f"closures-{number}-value-first_day": first, f"closures-{number}-value-last_day": last}
    return form | {f"opening_hours-{name.replace('_', '-')}": text for name, text in week.items()}


def test_the_week_stands_in_one_table(owner):
    details = make_details(
        opening_hours=[make_hours(day=0), make_hours(day=2, closes=12), make_hours(day=2, opens=13)]
    )
    page = text_of(owner.get(address(details)))
    for name, value in (
        ("0-opens-0", "09:00"),
        ("2-closes-0", "12:00"),
        ("2-opens-1", "13:00"),
        ("6-opens-0", ""),
    ):
        assert f'name="opening_hours-{name}" value="{value}"' in page
    for words in ("Monday opens", "Wednesday closes again", "Sunday closes"):
        assert f'aria-label="{words}"' in page


def test_what_is_typed_in_the_table_becomes_the_hours(owner):
    details = make_details()
    week = {
        "0_opens_0": "09:00",
        "0_closes_0": "12:00",
        "0_opens_1": "1 pm",
        "0_closes_1": "5:30 PM",
        "5_opens_0": "10",
    }
    response = owner.post(address(details), details_form(**week, **{"5_closes_0": "14.00", "6_opens_0": " "}))
    assert response.status_code == 302, response.context["form"].errors
    weekly = weekly_of(ClinicSettings.objects.get().opening_hours)
    assert weekly == {
        0: ((time(9), time(12)), (time(13), time(17, 30))),
        5: ((time(10), time(14)),),
    }


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ({"0_opens_0": "09:00"}, "Monday: write also when it ends, or leave both empty."),
        ({"1_closes_1": "17:00"}, "Tuesday: write also when it begins, or leave both empty."),
        ({"2_opens_0": "25:00", "2_closes_0": "17:00"}, "Wednesday: “25:00” is no time of day."),
        ({"3_opens_0": "nine", "3_closes_0": "17:00"}, "Thursday: “nine” is no time of day."),
        ({"4_opens_0": "17:00", "4_closes_0": "09:00"}, "Friday: the clinic must close after it opens."),
        (
            {"5_opens_0": "09:00", "5_closes_0": "13:00", "5_opens_1": "12:00", "5_closes_1": "15:00"},
            "Saturday: two openings overlap.",
        ),
    ],
)
def test_a_fault_in_the_week_is_named_by_its_day_and_what_was_typed_stays(owner, week, words):
    details = make_details()
    page = text_of(owner.post(address(details), details_form(**week)))
    assert words in page
    for name, text in week.items():
        assert f'name="opening_hours-{name.replace("_", "-")}" value="{text}"' in page
    assert len(weekly_of(ClinicSettings.objects.get().opening_hours)) == 5


def test_days_closed_are_kept_in_the_order_of_their_dates(owner):
    details = make_details(opened_at=None)
    days = [("2027-12-24", "2027-12-26"), ("2027-01-01", "2027-01-01"), ("2027-07-04", "2027-07-05")]
    assert owner.post(address(details), details_form(closures=days)).status_code == 302
    kept = days_off(ClinicSettings.objects.get().closures)
    assert kept[0] == Closure(date(2027, 1, 1), date(2027, 1, 1))
    assert [str(closure.first_day) for closure in kept] == ["2027-01-01", "2027-07-04", "2027-12-24"]


def test_a_practitioner_s_hours_are_the_same_table(owner):
    make_details()
    ana = make_practitioner(name="Ana Reyes", working_hours=[make_hours(day=1)])
    path = f"/admin/practitioners/edit/{ana.pk}/"
    assert 'name="working_hours-1-opens-0" value="09:00"' in text_of(owner.get(path))
    form = {"name": "Ana Reyes", "role": "Acupuncturist", "licensing_board": "Board", "sort_order": "0"}
    form |= {
        "is_active": "on",
        "leave-count": "0",
        "working_hours-3-opens-0": "8:00",
        "working_hours-3-closes-0": "12:00",
    }
    assert owner.post(path, form).status_code == 302
    assert weekly_of(Practitioner.objects.get().working_hours) == {3: ((time(8), time(12)),)}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9", time(9)), ("09:00", time(9)), ("9.30", time(9, 30)), ("0930", time(9, 30)), ("9 am", time(9)),
        ("9 a.m.", time(9)), ("12 am", time(0)), ("12:30 PM", time(12, 30)), ("5p", time(17)),
        ("17:00:00", time(17)),
        ("24:00", None), ("13 pm", None), ("0 am", None), ("9:60", None), ("noon", None), ("-9", None),
        ("9:5", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text, at):
    assert time_of(text) == at


@pytest.mark.parametrize(
    ("days", "rows"),
    [
        ([0, 1, 2, 3, 4], ["Mon to Fri", "Sat, Sun"]),
        ([0, 1, 3, 4], ["Mon, Tue, Thu, Fri", "Wed, Sat, Sun"]),
        (range(7), ["Mon to Sun"]),
    ],
)
def test_days_with_the_same_hours_share_a_row_in_the_foot_of_pages(days, rows):
    details = make_details(opening_hours=[make_hours(day=day) for day in days])
    assert [words for words, _hours in in_short(details.week)] == rows
