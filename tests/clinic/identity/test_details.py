"""The clinic's details: what the editor refuses, what the clock reads, and how they show."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from wagtail.models import Site

import pytest

from clinic.models import ClinicSettings
from clinic.templatetags.clinic_tags import national, tel
from tests.factories import make_details, make_home, make_hours, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def closure(first: datetime.date, last: datetime.date, reason: str = "Holiday"):
    return "closure", {"first_day": first, "last_day": last, "reason": reason}


def errors_of(**fields) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        make_details(**fields).full_clean()
    return error.value.message_dict


def test_hours_must_close_after_they_open():
    found = errors_of(opening_hours=[make_hours(day=0), make_hours(day=2, opens=17, closes=9)])
    assert found == {"opening_hours": ["Wednesday: the clinic must close after it opens."]}


def test_hours_of_one_day_must_not_overlap():
    found = errors_of(opening_hours=[make_hours(day=4, opens=12), make_hours(day=4, closes=13)])
    assert found == {"opening_hours": ["Friday: two openings overlap."]}


def test_hours_may_touch_and_other_days_may_be_open_at_the_same_time():
    lunch = [make_hours(day=4, closes=12), make_hours(day=4, opens=12), make_hours(day=5)]
    make_details(opening_hours=lunch).full_clean()


def test_a_closure_must_not_end_before_it_begins():
    today = timezone.localdate()
    found = errors_of(closures=[closure(today, today), closure(today, today - DAY, "Thanksgiving")])
    assert found == {"closures": ["Thanksgiving: the last day comes before the first."]}


def test_the_clock_reads_hours_and_closures_in_the_clinics_zone():
    details = make_details(closures=[closure(datetime.date(2026, 11, 3), datetime.date(2026, 11, 3))])
    zone = timezone.get_default_timezone()
    assert str(details.clock.zone) == "America/Los_Angeles"
    assert details.clock.is_open(datetime.datetime(2026, 11, 2, 9, tzinfo=zone))
    assert not details.clock.is_open(datetime.datetime(2026, 11, 3, 9, tzinfo=zone))
    assert not details.clock.is_open(datetime.datetime(2026, 11, 7, 9, tzinfo=zone))


def test_the_week_is_empty_until_the_form_is_open_and_never_after():
    make_details(opening_hours=[], opened_at=None).full_clean()
    found = errors_of(opening_hours=[], opened_at=timezone.now())
    assert found == {
        "opening_hours": ["Patients are promised a call by these hours, so they cannot be empty any more."]
    }


def test_only_closures_that_are_not_over_are_announced_the_nearest_first():
    today = timezone.localdate()
    details = make_details(
        closures=[
            closure(today + 20 * DAY, today + 21 * DAY, "Later"),
            closure(today - 9 * DAY, today - DAY, "Over"),
            closure(today - DAY, today, "Now"),
        ]
    )
    assert [each.reason for each in details.upcoming_closures] == ["Now", "Later"]


def test_a_new_site_has_details_without_anybody_filling_them_in(client):
    details = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
    assert details.reply_hours == 8
    assert client.get("/").status_code == 200


def test_name_phone_and_address_of_the_details_stand_on_every_page(client):
    make_details(clinic_name="Harbor Acupuncture", street_address="2 Pier Road")
    make_home()
    html = client.get("/").content.decode()
    for words in ("Harbor Acupuncture", "2 Pier Road", "949-510-6333", 'href="tel:+19495106333"'):
        assert words in html


def details_form(hours=(("0", "09:00", "17:00"),), **changes):
    form = {
        "clinic_name": "Harbor Acupuncture",
        "phone": "949-510-6333",
        "email": "",
        "street_address": "2 Pier Road",
        "locality": "San Juan Capistrano",
        "region": "CA",
        "postal_code": "92675",
        "directions": "",
        "reply_hours": "4",
        "first_look_minutes": "60",
        "first_contact_minutes": "240",
        "urgent_minutes": "30",
        "undo_minutes": "3",
        "unpassed_grace_hours": "24",
        "emergency_phone": "911",
        "closures-count": "0",
    }
    for place, (day, opens, closes) in enumerate(hours):
        form |= {f"opening_hours-{day}-opens-{place}": opens, f"opening_hours-{day}-closes-{place}": closes}
    return {**form, **changes}


@pytest.fixture
def settings_url(client):
    site = Site.objects.get(is_default_site=True)
    client.force_login(make_user(is_superuser=True))
    return f"/admin/settings/clinic/clinicsettings/{site.pk}/"


def test_the_admin_changes_the_details(client, settings_url):
    assert client.get(settings_url).status_code == 200
    response = client.post(
        settings_url, details_form(hours=[("0", "09:00", "12:00"), ("0", "13:00", "17:00")])
    )
    assert response.status_code == 302
    details = ClinicSettings.objects.get()
    assert details.clinic_name == "Harbor Acupuncture"
    assert details.phone.as_e164 == "+19495106333"
    assert details.clock.weekly[0] == (
        (datetime.time(9), datetime.time(12)),
        (datetime.time(13), datetime.time(17)),
    )


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (details_form(hours=[("0", "17:00", "09:00")]), "Monday: the clinic must close after it opens."),
        (details_form(hours=[("0", "", "09:00")]), "Monday: write also when it begins"),
        (details_form(phone="12"), "phone number"),
        (details_form(reply_hours="0"), "greater than or equal to 1"),
    ],
)
def test_the_admin_says_what_is_wrong_and_keeps_the_old_details(client, settings_url, form, message):
    response = client.post(settings_url, form)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not ClinicSettings.objects.get().clinic_name


@pytest.mark.parametrize(
    ("phone", "shown", "dialled"),
    [
        ("+19495106333", "949-510-6333", "tel:+19495106333"),
        ("+19495550100", "949-555-0100", "tel:+19495550100"),
        ("949-510-6333", "949-510-6333", "tel:+19495106333"),
        ("+442079460958", "+44 20 7946 0958", "tel:+442079460958"),
        ("not a number", "not a number", ""),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_phone_numbers_as_people_read_and_dial_them(phone, shown, dialled):
    assert national(phone) == shown
    assert tel(phone) == dialled
