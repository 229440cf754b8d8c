"""Somebody else is looking at this: said, kept fresh by a ping, gone by itself; it decides nothing."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from wagtail.admin.models import EditingSession

import pytest

from appointments.models import AccessRecord, AppointmentRequest
from appointments.services.contact import attempts
from clinic.models import User
from tests import cast
from tests.appointments.factories import make_request
from tests.appointments.patients import record_url
from tests.factories import make_details
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def finn(freya: User) -> Client:
    return cast.signed_in(cast.make_finn())


def address(appointment_request: AppointmentRequest) -> str:
    return f"/admin/requests/presence/{appointment_request.pk}/"


def said(client: Client, appointment_request: AppointmentRequest, **fields: str) -> str:
    """What an open page is told when it asks."""
    reply = client.post(address(appointment_request), {"seen": str(appointment_request.version), **fields})
    assert reply.status_code == 200
    return " ".join(reply.content.decode().split())


def an_hour_passes(minutes: int = 60) -> None:
    EditingSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=minutes))


def test_the_record_says_who_else_has_it_open_and_never_oneself(desk, finn):
    appointment_request = make_request()
    assert "is still looking" not in " ".join(
        desk.get(record_url(appointment_request)).content.decode().split()
    )
    html = " ".join(finn.get(record_url(appointment_request)).content.decode().split())
    assert (
        'Freya Desk opened this <span aria-live="off" class="desk-presence__since">just now</span>'
        " and is still looking." in html
    )
    assert 'role="status"' in html
    assert "Finn Desk opened this" not in html


def test_it_expires_by_itself_and_a_ping_keeps_it(desk, finn):
    appointment_request = make_request()
    desk.get(record_url(appointment_request))
    assert "and is still looking" in said(finn, appointment_request)
    EditingSession.objects.filter(user__first_name="Freya").update(
        last_seen_at=timezone.now() - timedelta(minutes=2)
    )
    assert "is still looking" not in said(finn, appointment_request)
    said(desk, appointment_request)
    assert "is still looking" in said(finn, appointment_request)


def test_closing_the_page_says_so_at_once_and_clears_what_is_old(desk, finn):
    appointment_request, other = make_request(), make_request()
    desk.get(record_url(other))
    an_hour_passes(61)
    desk.get(record_url(appointment_request))
    said(desk, appointment_request, leaving="yes")
    assert not EditingSession.objects.exists()
    assert "is still looking" not in said(finn, appointment_request)


def test_without_the_script_a_look_of_the_last_minutes_is_said(desk, finn):
    appointment_request = make_request()
    desk.get(record_url(appointment_request))
    an_hour_passes()
    html = " ".join(finn.get(record_url(appointment_request)).content.decode().split())
    assert "Freya Desk opened this" in html
    assert "still looking" not in html


def test_a_ping_is_no_read_and_names_no_patient(desk, finn):
    appointment_request = make_request()
    desk.get(record_url(appointment_request))
    finn.get(record_url(appointment_request))
    before = AccessRecord.objects.count()
    for _again in range(3):
        html = said(finn, appointment_request)
    assert AccessRecord.objects.count() == before
    assert "hitfield" not in html
    assert "0142" not in html
    assert {session.object_id for session in EditingSession.objects.all()} == {str(appointment_request.pk)}
    with at_most_queries(9):
        said(finn, appointment_request)


def test_an_open_page_is_told_what_was_done_since(desk, finn, freya):
    appointment_request = make_request()
    finn.get(record_url(appointment_request))
    attempts.log_attempt(
        appointment_request_id=appointment_request.pk,
        version=1,
        actor=freya,
        channel="phone",
        outcome="spoke",
    )
    html = said(finn, appointment_request)
    assert "This request has changed since you opened it: Freya Desk – Tried to reach the patient." in html
    assert f'href="{record_url(appointment_request)}"' in html
    appointment_request.refresh_from_db()
    assert "has changed" not in said(finn, appointment_request)


def test_looking_never_stops_the_other_from_deciding(desk, finn):
    appointment_request = make_request()
    finn.get(record_url(appointment_request))
    reply = desk.post(f"/admin/requests/claim/{appointment_request.pk}/", {"version": 1})
    assert reply.status_code == 302


@pytest.mark.parametrize("make", [cast.make_ed, cast.make_rita, cast.make_olive])
def test_others_learn_nothing_and_leave_no_trace(freya, make):
    appointment_request, outsider = make_request(), cast.signed_in(make())
    for reply in (outsider.get(address(appointment_request)), outsider.post(address(appointment_request))):
        assert reply.status_code in (302, 403)
    assert not EditingSession.objects.exists()
