"""Phone numbers typed at each door: the form, "another number", the desk's two forms, the clinic's own."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.test import Client

import pytest

from appointments.models import AppointmentRequest
from appointments.patient_link import path_for
from clinic.models import ClinicSettings, User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.desk.intake.test_desk_request import FORM as DESK_FORM
from tests.appointments.desk.intake.test_desk_request import said
from tests.appointments.factories import make_request
from tests.appointments.patients import carried_on, check, press, record_url
from tests.clinic.identity.test_details import details_form
from tests.factories import make_details, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
# Unknown to the numbering library, and of the right shape.
UNKNOWN = "999-999-9999"
REFUSED = [
    ("555-0123", "Add the area code: 10 digits, like 949 555 0123"),
    ("1949555012", "A digit is missing"),
    ("123-456-7890", "No phone number looks like this"),
    ("949-555-0123 / 0199", "Enter one number only"),
    ("44 20 7946 0958", "start with + and the country code"),
    (UNKNOWN, "Please check this number"),
]
Answer = tuple[str, str]


class Door:
    """A form that takes a number: ``send`` answers with its page, and ``stored`` is what was kept."""

    def __init__(self, send: Callable[..., Any], stored: Callable[[], Answer]) -> None:
        self.send = send
        self.stored = stored


def _last() -> AppointmentRequest:
    return AppointmentRequest.objects.latest("received_at")


def _of_the_form() -> Door:
    def send(phone: str, **asked: str) -> Any:
        page = check(Client(), phone=phone, **asked)
        return press(Client(), page) if carried_on(page) else page

    return Door(send, lambda: (_last().patient.phone, _last().patient.phone_e164))


def _of_the_desk() -> Door:
    desk = cast.signed_in(cast.make_freya())
    return Door(
        lambda phone, **asked: desk.post(DESK_FORM, said(phone=phone, **asked), follow=True),
        lambda: (_last().patient.phone, _last().patient.phone_e164),
    )


def _of_another_number() -> Door:
    path = path_for(make_request())
    return Door(
        lambda phone, **asked: Client().post(path, {"act": "phone", "phone": phone, **asked}, follow=True),
        lambda: (_last().patient.phone_to_call, ""),
    )


def _of_corrections() -> Door:
    desk, appointment_request = cast.signed_in(cast.make_freya()), make_request()
    return Door(
        lambda phone, **asked: take(desk, "correct", appointment_request, phone=phone, **asked),
        lambda: (_last().patient.phone_to_call, ""),
    )


def _of_the_clinic() -> Door:
    owner, clinic = Client(), ClinicSettings.objects.get()
    owner.force_login(make_user(is_superuser=True))
    address = f"/admin/settings/clinic/clinicsettings/{clinic.site_id}/"

    def send(phone: str, **asked: str) -> Any:
        return owner.post(address, details_form(phone=phone, **asked))

    return Door(send, lambda: ("", ClinicSettings.objects.get().phone.as_e164))


DOORS = [_of_the_form, _of_the_desk, _of_another_number, _of_corrections, _of_the_clinic]


@pytest.fixture(params=DOORS, ids=[door.__name__.removeprefix("_of_") for door in DOORS])
def door(request: pytest.FixtureRequest) -> Door:
    make_details()
    return request.param()


def html(page: Any) -> str:
    return unescape(page.content.decode())


def asked_about(page: Any, name: str = "phone") -> dict[str, str]:
    """What the page would send back about the answer in doubt."""
    found = re.search(rf'type="hidden"\s+name="({name}_\w+)"\s+value="([^"]*)"', html(page))
    return {found[1]: found[2]} if found else {}


def test_a_number_is_refused_with_its_own_reason_at_every_door(door):
    before = AppointmentRequest.objects.count()
    for typed, reason in REFUSED:
        page = door.send(typed)
        assert reason in html(page), typed
        assert f'value="{typed}"' in html(page), "it stays in the field"
    assert AppointmentRequest.objects.count() == before


def test_a_number_in_doubt_is_taken_when_it_is_sent_again_at_every_door(door):
    asked = asked_about(door.send(UNKNOWN))
    assert "Please check this number" in html(door.send("333-333-3333", **asked))
    assert "Please check this number" not in html(door.send(UNKNOWN, **asked))
    typed, dialled = door.stored()
    assert typed in (UNKNOWN, "")
    assert dialled in ("+19999999999", "")


@pytest.mark.parametrize("typed", ["949☎\ufe0f555☎\ufe0f0199", "+1+19495550199 (cell)", "٩٤٩٥٥٥٠١٩٩"])
def test_what_people_really_write_is_taken_and_kept_as_typed_at_every_door(door, typed):
    door.send(typed)
    raw, dialled = door.stored()
    assert raw in (typed, "")
    assert dialled in ("+19495550199", "")
    if raw:
        assert AppointmentRequest.objects.found_by("949 555 0199").exists()


def record_of(**answers: Any) -> str:
    make_details()
    return html(cast.signed_in(cast.make_freya()).get(record_url(make_request(**answers))))


def test_the_desks_links_dial_the_extension():
    page = record_of(phone="(949) 555-0123 ext. 619", phone_e164="+19495550123")
    assert page.count('href="tel:+19495550123;ext=619"') == 2
    assert "(949) 555-0123 ext. 619" in page


def test_the_clinics_own_extension_is_shown_and_dialled_by_patients(client):
    make_details(phone="949-510-6333 x619")
    page = html(client.get("/appointments/request/"))
    assert "949-510-6333 ext. 619" in page
    assert 'href="tel:+19495106333;ext=619"' in page
    assert 'href="tel:+19495106333"' not in page


@pytest.mark.parametrize(
    "phone", ["+1 900 555 0123", "+882 16 555 0123", "+44 909 879 0123", "+979 1 2345 6789"]
)
def test_an_expensive_number_is_taken_and_never_dialled_with_one_press(phone):
    page = check(Client(), phone=phone)
    assert carried_on(page), "it is taken without a question"
    record = record_of(phone=phone)
    assert "may cost far more than others" in record
    assert phone in record
    assert 'href="tel:' not in record.partition("<main")[2]
    corrected = make_request()
    desk = cast.signed_in(User.objects.get(first_name="Freya"))
    take(desk, "correct", corrected, phone=phone)
    page = html(desk.get(record_url(corrected)))
    assert "may cost far more than others" in page
    assert 'href="tel:' not in page.partition("<main")[2]


def test_a_number_in_other_digits_is_spelled_out_for_who_dials_by_hand():
    assert "949-555-0123" in record_of(phone="٩٤٩٥٥٥٠١٢٣", phone_e164="+19495550123")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("555-0123", "Add the area code"),
        (UNKNOWN, "Please check this number"),
        ("+1 900 555 0123", "cost far more"),
    ],
)
def test_the_desk_is_told_about_a_number_while_the_patient_is_still_on_the_line(typed, says):
    make_details()
    page = cast.signed_in(cast.make_freya()).post(DESK_FORM, said(phone=typed, find="1"))
    assert says in html(page)[html(page).index('id="desk-known"') :]


def test_correcting_something_else_asks_about_no_number_that_was_taken_before():
    make_details()
    desk, appointment_request = cast.signed_in(cast.make_freya()), make_request(phone=UNKNOWN)
    asked = asked_about(desk.get(f"/admin/requests/correct/{appointment_request.pk}/"))
    assert take(desk, "correct", appointment_request, phone=UNKNOWN, speaks="es", **asked).status_code == 302
