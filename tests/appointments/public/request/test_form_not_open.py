"""A site on which nobody has opened the form says so everywhere, and takes nothing."""

import pytest

from appointments.models import AppointmentRequest
from clinic.models import ClinicSettings
from tests.appointments.patients import FORM, check, press
from tests.factories import make_details, make_home

pytestmark = pytest.mark.django_db


def main_of(page):
    return page.text.partition("<main")[2].partition("</main")[0]


def test_a_new_site_has_no_form_and_no_half_sentence(client, new_site, settings):
    settings.CLINIC_PHONE = ""
    make_home()
    page = client.get(FORM)
    assert page.status_code == 200
    assert "Our online form is not open yet" in page.text
    assert "Our phone number will stand here soon" in page.text
    assert "<form" not in main_of(page) and 'tel:"' not in page.text
    for text in (page.text, client.get("/").text):
        assert ", CA" not in text
        assert "Closed" not in text
        assert "<title> - " not in text and " - </title>" not in text


def test_a_phone_is_told_as_soon_as_there_is_one(client, new_site, settings):
    settings.CLINIC_PHONE = "949-555-0100"
    assert "tel:+19495550100" in main_of(client.get(FORM))
    make_details(opened_at=None)
    assert "tel:+19495106333" in main_of(client.get(FORM))


def test_answers_that_are_sent_all_the_same_are_not_kept(client):
    make_details()
    page = check(client)
    assert page.status_code == 200
    ClinicSettings.objects.update(opened_at=None)
    for answer in (press(client, page), press(client, page, "change"), check(client)):
        assert answer.status_code == 503
        assert "not open yet" in answer.text
    assert not AppointmentRequest.objects.exists()
