"""A message to the patient failed, and the request has moved on: somebody still has to tell the patient."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.factories import make_request, schedule
from tests.factories import make_details

pytestmark = pytest.mark.django_db
FAILED = "/admin/requests/?tab=failed"
OFFERED = "The patient was told in another way"


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture(params=["scheduled", "declined"])
def undelivered(request: pytest.FixtureRequest, freya: User) -> AppointmentRequest:
    if request.param == "declined":
        appointment_request = make_request(status=Status.DECLINED, actor=freya)
    else:
        appointment_request = make_request()
        schedule(appointment_request, actor=freya)
    appointment_request.notices.filter(channel="patient_email").update(state="failed")
    appointment_request.refresh_from_db()
    return appointment_request


def listed(desk: Client) -> list[AppointmentRequest]:
    return list(desk.get(FAILED).context["object_list"])


def record(desk: Client, appointment_request: AppointmentRequest) -> str:
    return desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()


def test_it_is_listed_until_somebody_told_the_patient(desk, undelivered):
    make_request()
    assert listed(desk) == [undelivered]
    assert {tab.slug: number for tab, number, _ in desk.get(FAILED).context["tabs"]}["failed"] == 1
    assert OFFERED in record(desk, undelivered)
    assert take(desk, "told", undelivered, told_by="letter", note="Sent today.").status_code == 302
    assert not listed(desk)
    page = record(desk, undelivered)
    assert "Told the patient what a message should have said" in page
    assert "By letter" in page
    assert "Sent today." in page
    assert OFFERED not in page
    before = undelivered.status, undelivered.closed_at
    undelivered.refresh_from_db()
    assert (undelivered.status, undelivered.closed_at) == before


def test_how_the_patient_was_told_is_compulsory(desk, undelivered):
    page = take(desk, "told", undelivered, told_by="")
    assert page.status_code == 422
    assert "Select how the patient was told" in page.content.decode()
    assert listed(desk) == [undelivered]


def test_a_message_that_failed_later_is_listed_again(desk, undelivered):
    take(desk, "told", undelivered)
    undelivered.notices.filter(channel="patient_email").update(
        created_at=timezone.now() + timedelta(minutes=1)
    )
    assert listed(desk) == [undelivered]


def test_where_every_message_went_there_is_nothing_to_keep(desk):
    appointment_request = make_request()
    assert OFFERED not in record(desk, appointment_request)
    assert take(desk, "told", appointment_request).status_code == 409
    assert not appointment_request.events.filter(kind="message").exists()


def test_of_what_is_closed_only_messages_to_the_patient_of_this_month_count(desk, freya):
    to_the_desk = make_request(status=Status.WITHDRAWN, actor=freya)
    to_the_desk.notices.exclude(channel="patient_email").update(state="failed")
    long_ago = make_request(status=Status.DECLINED, actor=freya)
    long_ago.notices.update(state="failed")
    AppointmentRequest.objects.filter(pk=long_ago.pk).update(closed_at=timezone.now() - timedelta(days=31))
    assert not listed(desk)
