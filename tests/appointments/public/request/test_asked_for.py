"""A practitioner whose page led to the form: a wish that the desk reads, and that nobody can forge."""

import pytest

from tests import cast
from tests.appointments.patients import FORM, check, is_check, press, record_url, send, the_request
from tests.factories import make_practitioner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


def test_who_was_asked_for_reaches_the_desk_and_nobody_else_can_be(client):
    sam = make_practitioner(name="Sam Reyes")
    page = client.get(FORM, {"practitioner": sam.slug})
    assert f"<strong>{sam.display_name}</strong>" in page.content.decode()
    page = check(client, practitioner=sam.slug, asked_for="Dr. Forged")
    assert sam.display_name in page.content.decode()
    press(client, page, asked_for="Dr. Forged")
    assert the_request().patient.asked_for == sam.display_name
    desk = cast.signed_in(cast.make_freya())
    for address in (record_url(the_request()), "/admin/requests/"):
        assert sam.display_name in desk.get(address).content.decode()


def test_a_wish_is_taken_back_where_the_answers_are_read_back(client):
    sam = make_practitioner(name="Sam Reyes")
    page = check(client, practitioner=sam.slug)
    assert 'value="anyone"' in page.content.decode()
    page = press(client, page, "anyone")
    html = page.content.decode()
    assert is_check(page) and sam.display_name not in html and 'value="anyone"' not in html
    press(client, page)
    patient = the_request().patient
    assert (patient.asked_for, patient.full_name) == ("", "Patience Quillfeather")


def test_a_forged_practitioner_is_nobody(client):
    assert client.get(FORM, {"practitioner": "nobody\x00"}).status_code in (200, 400)
    send(client, practitioner="nobody", asked_for="Dr. Forged")
    assert the_request().patient.asked_for == ""
