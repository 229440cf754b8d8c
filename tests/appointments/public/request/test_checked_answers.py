"""Answers that were read back are stored as they were checked then, and checked once more after a change."""

import pytest

from appointments.models import AppointmentRequest
from appointments.public.forms.request import AppointmentRequestForm
from tests.appointments.patients import PAT, check, press, the_request
from tests.factories import make_details, make_hours

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("reads_patients_data"),
]


def test_what_was_checked_is_stored_without_a_form(client, monkeypatch):
    make_details()
    page = check(client)
    with monkeypatch.context() as patch:
        patch.setattr(AppointmentRequestForm, "__init__", None)
        assert press(client, page).status_code == 200
    data = the_request().patient
    assert (data.full_name, data.phone_e164, data.days) == (PAT["caller_name"], "+19495550142", PAT["days"])
    assert (data.consents, data.note) == ({"contact": True, "phone": True, "email": True}, PAT["note"])


def test_after_a_change_of_the_site_the_answers_are_checked_once_more(client):
    make_details()
    page = check(client)
    make_details(opening_hours=[make_hours(day=2)])
    answer = press(client, page)
    assert "The clinic is closed then in the next weeks: Monday, Thursday" in answer.content.decode()
    assert not AppointmentRequest.objects.exists()
