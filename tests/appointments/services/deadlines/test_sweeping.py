"""Every open request has its notices, whatever became of their rows."""

from datetime import timedelta

import pytest

from appointments.models import AppointmentRequest, Notice, Signal
from appointments.notices.dispatch import deliver_next
from appointments.services.deadlines.sweeping import sweep
from appointments.services.decisions.patient_acts import withdraw_by_patient
from tests import cast
from tests.appointments.factories import AGREED, make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def details(db):
    return make_details()


def lost(appointment_request: AppointmentRequest) -> None:
    appointment_request.notices.all().delete()


def test_notices_that_are_lost_are_written_anew_and_sent(mailoutbox, monkeypatch, caplog):
    monkeypatch.setattr("appointments.services.deadlines.sweeping.AFTER", timedelta(0))
    agreed, silent = make_request(consents=AGREED), make_request(email="")
    lost(agreed)
    lost(silent)
    assert sweep() == 3
    assert str(silent.pk) in caplog.text
    assert sweep() == 0
    while deliver_next():
        pass
    assert len(mailoutbox) == 3
    assert set(Notice.objects.values_list("state", "was_missing")) == {("sent", True)}
    page = cast.signed_in(cast.make_freya()).get(f"/admin/requests/inspect/{agreed.pk}/").content.decode()
    assert "it was missing, and was written again later" in page


def test_what_is_owed_nothing_gets_nothing(monkeypatch):
    monkeypatch.setattr("appointments.services.deadlines.sweeping.AFTER", timedelta(0))
    make_request(consents=AGREED)
    spam, gone = make_request(signals=[Signal.TRAP], consents=AGREED), make_request(email="")
    withdraw_by_patient(appointment_request_id=gone.pk, version=gone.version)
    lost(spam)
    lost(gone)
    assert sweep() == 0


def test_a_request_that_is_being_stored_is_left_alone():
    lost(make_request())
    assert sweep() == 0
