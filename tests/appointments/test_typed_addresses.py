"""E-mail addresses typed at each door: the form, the desk's two forms, the clinic's own, an account's."""

from html import unescape
from typing import Any

from django.test import Client

import pytest

from appointments.models import AppointmentRequest
from clinic.models import ClinicSettings, User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.desk.intake.test_desk_request import FORM as DESK_FORM
from tests.appointments.desk.intake.test_desk_request import said
from tests.appointments.factories import make_request
from tests.appointments.patients import carried_on, check, press
from tests.appointments.test_typed_phones import asked_about
from tests.clinic.identity.test_details import details_form
from tests.factories import make_details, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
PASTED = "Mara W <Mara@Patient.Example>."
REFUSED = [
    ("mara@localhost", "the end is missing, such as .com"),
    ("mara@@patient.example", "more than one @"),
    ("a@x.example, b@y.example", "one address only"),
    ("mara@gmial.com", "Did you mean gmail.com?"),
]


def of_the_form(**typed: str) -> Any:
    page = check(Client(), **typed)
    return press(Client(), page) if carried_on(page) else page


def of_the_desk(**typed: str) -> Any:
    desk = cast.signed_in(User.objects.filter(first_name="Freya").first() or cast.make_freya())
    return desk.post(DESK_FORM, said(contact_by="either", **typed), follow=True)


def of_corrections(**typed: str) -> Any:
    desk = cast.signed_in(User.objects.filter(first_name="Freya").first() or cast.make_freya())
    appointment_request = AppointmentRequest.objects.first() or make_request(email="old@patient.example")
    return take(desk, "correct", appointment_request, **typed)


DOORS = [of_the_form, of_the_desk, of_corrections]


def html(page: Any) -> str:
    return unescape(page.content.decode())


@pytest.mark.parametrize("door", DOORS)
def test_an_address_is_taken_out_of_what_was_pasted_at_every_door(door):
    make_details()
    door(email=PASTED)
    assert AppointmentRequest.objects.get().patient.email_to_use == "mara@patient.example"
    assert AppointmentRequest.objects.found_by("mailto:mara@patient.example").exists()


@pytest.mark.parametrize("door", DOORS)
def test_an_address_is_refused_or_asked_about_at_every_door_and_a_kept_one_taken(door):
    make_details()
    for typed, says in REFUSED:
        page = door(email=typed)
        assert says in html(page), typed
        assert f'value="{typed}"' in html(page), "it stays in the field"
    asked = asked_about(page, "email")
    assert "Did you mean gmail.com?" in html(door(email="mara@gmail.con", **asked)), (
        "another one is asked about"
    )
    door(email="mara@gmial.com", **asked)
    assert AppointmentRequest.objects.get().patient.email_to_use == "mara@gmial.com"


def test_the_patient_checks_the_address_that_was_read(client):
    page = html(check(client, email=PASTED))
    assert "mara@patient.example" in page
    assert "Mara W <" not in page


def test_the_clinics_own_address_and_an_accounts_are_read_alike():
    details = make_details()
    client = cast.signed_in(make_user(is_superuser=True))
    address = f"/admin/settings/clinic/clinicsettings/{details.site_id}/"
    client.post(address, details_form(email=PASTED, clinic_name="Pier\u200b Road\u202e "))
    clinic = ClinicSettings.objects.get()
    assert (clinic.email, clinic.clinic_name) == ("mara@patient.example", "Pier Road")
    assert "the end is missing" in html(client.post(address, details_form(email="mara@localhost")))
    account = {"first_name": "Mara\ufeff", "last_name": "W", "email": PASTED}
    client.post("/admin/users/new/", account)
    assert User.objects.get(email="mara@patient.example").first_name == "Mara"
